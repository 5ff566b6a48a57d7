using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

public class RuntimeSpecReaderTests
{
    [Fact]
    public void A_root_is_all_that_a_document_needs()
    {
        RuntimeSpec spec = SpecText.Read(SpecText.With(""));
        Assert.Equal("1.0.2", spec.OciVersion);
        Assert.Equal("rootfs", spec.Root!.Path);
        Assert.Null(spec.Process);
        Assert.Null(spec.Linux);
    }

    [Fact]
    public void A_process_without_a_user_is_root()
    {
        ProcessSpec process = SpecText.Read(SpecText.WithProcess("")).Process!;
        Assert.Equal(["sh"], process.Args);
        Assert.Equal(0u, process.User.Uid);
        Assert.False(process.Terminal);
    }

    [Fact]
    public void Network_devices_may_keep_their_names()
    {
        LinuxSpec linux = SpecText.Read(SpecText.WithLinux("""
            "netDevices":{"eth0":{"name":"container_eth0"},"ens4":{}}
            """)).Linux!;
        Assert.Equal("container_eth0", linux.NetDevices!["eth0"].Name);
        Assert.Null(linux.NetDevices["ens4"].Name);
    }

    [Fact]
    public void Rdma_limits_are_read_by_device()
    {
        LinuxResources resources = RuntimeSpecReader.ReadResources("""{"rdma":{"mlx5_1":{"hcaHandles":3,"hcaObjects":10000},"rxe3":{"hcaObjects":7}}}"""u8);
        Assert.Equal(3u, resources.Rdma!["mlx5_1"].HcaHandles);
        Assert.Null(resources.Rdma["rxe3"].HcaHandles);
    }

    [Fact]
    public void A_fifo_needs_no_device_number() => Assert.Equal(
        DeviceKind.Fifo, SpecText.Read(SpecText.WithLinux("""
            "devices":[{"path":"/dev/pipe","type":"p"}]
            """)).Linux!.Devices![0].Type);

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.0.0-rc1")]
    [InlineData("1.0.2-dev")]
    [InlineData("1.2.1+dev")]
    [InlineData("1.3.0")]
    [InlineData("1.99.123")]
    [InlineData("1.1")]
    public void Versions_1_are_read(string version) =>
        Assert.Equal(version, SpecText.Read($$"""{"ociVersion":"{{version}}"}""").OciVersion);

    [Theory]
    [InlineData("\"2.0\"")]
    [InlineData("\"2.0.0\"")]
    [InlineData("\"0.5.0-dev\"")]
    [InlineData("\"10.0.0\"")]
    [InlineData("\"1\"")]
    [InlineData("\"1.\"")]
    [InlineData("\"1.x\"")]
    [InlineData("\"1.0.\"")]
    [InlineData("\"1.0.0-\"")]
    [InlineData("\"1.0.0 \"")]
    [InlineData("\"\"")]
    [InlineData("1.0")]
    public void Other_versions_are_refused(string version)
    {
        ContainerException error = SpecText.ReadingFails($$"""{"ociVersion":{{version}}}""");
        Assert.Equal("Spec.Invalid", error.ErrorId);
        Assert.Contains("$.ociVersion", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "$ (line 1) lacks \"ociVersion\"")]
    [InlineData("""{"ociVersion":null}""", "$ (line 1) lacks \"ociVersion\"")]
    [InlineData("""{"ociVersion":"1.0.0","root":{}}""", "$.root (line 1) lacks \"path\"")]
    [InlineData("""{"ociVersion":"1.0.0","process":{}}""", "$.process (line 1) lacks \"cwd\"")]
    [InlineData("""{"ociVersion":"1.0.0","mounts":[{"destination":"/a"},{}]}""", "$.mounts[1] (line 1) lacks \"destination\"")]
    [InlineData("""{"ociVersion":"1.0.0","hooks":{"poststop":[{}]}}""", "$.hooks.poststop[0] (line 1) lacks \"path\"")]
    [InlineData("""{"ociVersion":"1.0.0","linux":{"namespaces":[{}]}}""", "$.linux.namespaces[0] (line 1) lacks \"type\"")]
    [InlineData("""{"ociVersion":"1.0.0","linux":{"uidMappings":[{"containerID":0,"size":1}]}}""", "$.linux.uidMappings[0] (line 1) lacks \"hostID\"")]
    [InlineData("""{"ociVersion":"1.0.0","linux":{"devices":[{"path":"/d","type":"c","major":1}]}}""", "$.linux.devices[0] (line 1) lacks \"minor\"")]
    [InlineData("""{"ociVersion":"1.0.0","linux":{"resources":{"devices":[{}]}}}""", "$.linux.resources.devices[0] (line 1) lacks \"allow\"")]
    [InlineData("""{"ociVersion":"1.0.0","linux":{"seccomp":{}}}""", "$.linux.seccomp (line 1) lacks \"defaultAction\"")]
    [InlineData("""{"ociVersion":"1.0.0","linux":{"personality":{}}}""", "$.linux.personality (line 1) lacks \"domain\"")]
    public void What_is_missing_is_told_with_the_object_that_lacks_it(string document, string problem) =>
        Assert.Equal($"config.json: {problem}.", SpecText.ReadingFails(document).Message);

    [Theory]
    [InlineData("""{"namespaces":[{"type":"pids"}]}""", "$.linux.namespaces[0].type", "pid, network, mount")]
    [InlineData("""{"namespaces":[{"type":"PID"}]}""", "$.linux.namespaces[0].type", "pid, network, mount")]
    [InlineData("""{"rootfsPropagation":"sslave"}""", "$.linux.rootfsPropagation", "private, shared, slave, unbindable, rprivate, rshared, rslave, runbindable")]
    [InlineData("""{"devices":[{"path":"/d","type":"x","major":1,"minor":1}]}""", "$.linux.devices[0].type", "a, c, b, u, p")]
    [InlineData("""{"resources":{"devices":[{"allow":true,"access":"rx"}]}}""", "$.linux.resources.devices[0].access", "made of r, w and m")]
    [InlineData("""{"seccomp":{"defaultAction":"SCMP_ACT_DENY"}}""", "$.linux.seccomp.defaultAction", "SCMP_ACT_KILL, ")]
    [InlineData("""{"seccomp":{"defaultAction":"SCMP_ACT_LOG","architectures":["x86"]}}""", "$.linux.seccomp.architectures[0]", "SCMP_ARCH_X86, ")]
    [InlineData("""{"seccomp":{"defaultAction":"SCMP_ACT_LOG","flags":["LOG"]}}""", "$.linux.seccomp.flags[0]", "SECCOMP_FILTER_FLAG_LOG, ")]
    [InlineData("""{"memoryPolicy":{"mode":"bind"}}""", "$.linux.memoryPolicy.mode", "MPOL_BIND, ")]
    [InlineData("""{"personality":{"domain":"BSD"}}""", "$.linux.personality.domain", "LINUX, LINUX32")]
    [InlineData("""{"timeOffsets":{"realtime":{}}}""", "$.linux.timeOffsets.realtime", "boottime, monotonic")]
    public void An_unknown_word_of_a_closed_set_is_refused_with_those_that_are_known(string linux, string path, string known)
    {
        ContainerException error = SpecText.ReadingFails($$"""{"ociVersion":"1.0.0","linux":{{linux}}}""");
        Assert.Contains(path + " (line 1) must be ", error.Message, StringComparison.Ordinal);
        Assert.Contains(known, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"capabilities":{"effective":["CAP_CHOWN","NET_ADMIN"]}}""", "$.capabilities.effective[1]")]
    [InlineData("""{"rlimits":[{"type":"RLIMIT_FOO","hard":1,"soft":1}]}""", "$.rlimits[0].type")]
    [InlineData("""{"scheduler":{"policy":"SCHED_FAIR"}}""", "$.scheduler.policy")]
    [InlineData("""{"scheduler":{"policy":"SCHED_RR","flags":["X"]}}""", "$.scheduler.flags[0]")]
    [InlineData("""{"ioPriority":{"class":"IDLE"}}""", "$.ioPriority.class")]
    public void A_process_with_an_unknown_word_is_refused(string process, string path)
    {
        ContainerException error = Assert.Throws<ContainerException>(() => RuntimeSpecReader.ReadProcess(SpecText.Utf8(process)));
        Assert.Contains($"process.json: {path} (line 1) must be one of ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"user":{"uid":4294967296,"gid":0}}""", "$.user.uid", "a whole number from 0 to 4294967295")]
    [InlineData("""{"user":{"uid":-1,"gid":0}}""", "$.user.uid", "a whole number from 0 to 4294967295")]
    [InlineData("""{"user":{"additionalGids":[1,"2"]}}""", "$.user.additionalGids[1]", "not the string \"2\"")]
    [InlineData("""{"consoleSize":{"height":70000,"width":1}}""", "$.consoleSize.height", "a whole number from 0 to 65535")]
    [InlineData("""{"args":"sh"}""", "$.args", "must be an array")]
    [InlineData("""{"args":["sh",null]}""", "$.args[1]", "must be a string, not null")]
    [InlineData("""{"terminal":"true"}""", "$.terminal", "must be true or false")]
    [InlineData("""{"args":["a\u0000b"]}""", "$.args[0]", "NUL")]
    public void A_process_with_a_value_of_another_type_is_refused(string process, string path, string problem)
    {
        ContainerException error = Assert.Throws<ContainerException>(() => RuntimeSpecReader.ReadProcess(SpecText.Utf8(process)));
        Assert.Contains($"process.json: {path} (line 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Properties_that_are_not_known_are_ignored()
    {
        RuntimeSpec spec = SpecText.Read("""
            {"x":{"y":[1,{"z":null}]},"ociVersion":"1.0.0","windows":{},"process":{"cwd":"/","new":true,"user":{"username":"me","uid":5}}}
            """);
        Assert.Equal(5u, spec.Process!.User.Uid);
    }

    [Fact]
    public void Of_two_properties_with_one_name_the_last_counts()
    {
        RuntimeSpec spec = SpecText.Read("""
            {"ociVersion":"1.0.0","hostname":"a","hostname":"b","process":{"cwd":"/","args":["a"],"args":["b","c"]},"process":{"cwd":"/x"}}
            """);
        Assert.Equal("b", spec.Hostname);
        Assert.Equal("/x", spec.Process!.Cwd);
        Assert.Null(spec.Process.Args);
    }

    [Fact]
    public void A_conditional_rule_of_a_profile_template_is_refused_and_an_empty_condition_is_not()
    {
        const string rule = """{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["bpf"],"action":"SCMP_ACT_ALLOW","includes":{0}}]}""";
        LinuxSeccomp read = RuntimeSpecReader.ReadSeccomp(SpecText.Utf8(rule.Replace("{0}", "{}", StringComparison.Ordinal)));
        Assert.Equal(["bpf"], read.Syscalls![0].Names);
        ContainerException error = Assert.Throws<ContainerException>(
            () => RuntimeSpecReader.ReadSeccomp(SpecText.Utf8(rule.Replace("{0}", """{"caps":["CAP_BPF"]}""", StringComparison.Ordinal))));
        Assert.Contains("templates of Docker and Podman", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_subject_is_what_the_caller_says() => Assert.StartsWith(
        "/run/x/config.json: $ ", Assert.Throws<ContainerException>(() => RuntimeSpecReader.Read("[]"u8, "/run/x/config.json")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("running", OciStatus.Running)]
    [InlineData("paused", OciStatus.Paused)]
    public void A_state_is_read(string word, OciStatus status)
    {
        OciState state = RuntimeSpecReader.ReadState(SpecText.Utf8(
            $$"""{"ociVersion":"0.2.0","id":"c1","status":"{{word}}","pid":4422,"bundle":"/containers/redis","annotations":{"k":"v"} }"""));
        Assert.Equal(status, state.Status);
        Assert.Equal(4422, state.Pid);
        Assert.Equal("v", state.Annotations!["k"]);
    }
}
