using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

/// <summary>Rules for devices, control groups, machines and seccomp.</summary>
public class LinuxRulesTests
{
    [Theory]
    [InlineData("""{"path":"dev/a","type":"c","major":1,"minor":3}""", "Spec.DevicePath", "$.linux.devices[0].path")]
    [InlineData("""{"path":"/dev/a","type":"a","major":1,"minor":3}""", "Spec.DeviceType", "$.linux.devices[0].type")]
    [InlineData("""{"path":"/dev/a","type":"c","major":-1,"minor":3}""", "Spec.DeviceNumber", "$.linux.devices[0].major")]
    [InlineData("""{"path":"/dev/a","type":"c","major":4096,"minor":3}""", "Spec.DeviceNumber", "$.linux.devices[0].major")]
    [InlineData("""{"path":"/dev/a","type":"b","major":8,"minor":1048576}""", "Spec.DeviceNumber", "$.linux.devices[0].minor")]
    [InlineData("""{"path":"/dev/a","type":"b","major":8,"minor":0,"gid":4294967295}""", "Spec.UserInvalid", "$.linux.devices[0]")]
    public void A_device_that_cannot_be_is_refused(string device, string id, string path) => Refused($""" "devices":[{device}] """, id, path);

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/..")]
    [InlineData("..:a:b")]
    [InlineData("system.slice:a:..")]
    [InlineData("")]
    [InlineData("a\\nb")]
    public void A_cgroup_path_that_leads_out_of_its_place_is_refused(string path) =>
        Refused($""" "cgroupsPath":"{path}" """, "Spec.CgroupsPath", "$.linux.cgroupsPath");

    [Theory]
    [InlineData("/my/group")]
    [InlineData("relative/group")]
    [InlineData("machine.slice:libpod:abc")]
    [InlineData("/a..b/..c")]
    public void A_cgroup_path_passes(string path) => Passes($""" "cgroupsPath":"{path}" """);

    [Theory]
    [InlineData(""" "memory":{"limit":-2} """, "Spec.ResourceRange", "$.memory.limit")]
    [InlineData(""" "memory":{"reservation":-2} """, "Spec.ResourceRange", "$.memory.reservation")]
    [InlineData(""" "memory":{"swap":-2} """, "Spec.ResourceRange", "$.memory.swap")]
    [InlineData(""" "memory":{"kernel":-2} """, "Spec.ResourceRange", "$.memory.kernel")]
    [InlineData(""" "memory":{"kernelTCP":-2} """, "Spec.ResourceRange", "$.memory.kernelTCP")]
    [InlineData(""" "memory":{"swappiness":101} """, "Spec.ResourceRange", "$.memory.swappiness")]
    [InlineData(""" "memory":{"limit":1000,"swap":999} """, "Spec.SwapBelowLimit", "$.memory.swap")]
    [InlineData(""" "cpu":{"quota":-2} """, "Spec.ResourceRange", "$.cpu.quota")]
    [InlineData(""" "cpu":{"realtimeRuntime":-2} """, "Spec.ResourceRange", "$.cpu.realtimeRuntime")]
    [InlineData(""" "cpu":{"period":999} """, "Spec.ResourceRange", "$.cpu.period")]
    [InlineData(""" "cpu":{"period":1000001} """, "Spec.ResourceRange", "$.cpu.period")]
    [InlineData(""" "cpu":{"idle":2} """, "Spec.ResourceRange", "$.cpu.idle")]
    [InlineData(""" "cpu":{"cpus":"0-3;7"} """, "Spec.CpuListInvalid", "$.cpu.cpus")]
    [InlineData(""" "cpu":{"mems":"-1"} """, "Spec.CpuListInvalid", "$.cpu.mems")]
    [InlineData(""" "pids":{"limit":-2} """, "Spec.ResourceRange", "$.pids.limit")]
    [InlineData(""" "blockIO":{"weight":9} """, "Spec.ResourceRange", "$.blockIO.weight")]
    [InlineData(""" "blockIO":{"leafWeight":1001} """, "Spec.ResourceRange", "$.blockIO.leafWeight")]
    [InlineData(""" "blockIO":{"weightDevice":[{"major":8,"minor":0,"weight":5}]} """, "Spec.ResourceRange", "$.blockIO.weightDevice[0].weight")]
    [InlineData(""" "blockIO":{"weightDevice":[{"major":-1,"minor":0}]} """, "Spec.DeviceNumber", "$.blockIO.weightDevice[0]")]
    [InlineData(""" "blockIO":{"throttleReadIOPSDevice":[{"major":8,"minor":-1,"rate":1}]} """, "Spec.DeviceNumber", "$.blockIO.throttleReadIOPSDevice[0]")]
    [InlineData(""" "devices":[{"allow":true,"type":"p"}] """, "Spec.DeviceType", "$.devices[0].type")]
    [InlineData(""" "devices":[{"allow":true},{"allow":true,"major":-2}] """, "Spec.DeviceNumber", "$.devices[1]")]
    [InlineData(""" "rdma":{"mlx5_1":{}} """, "Spec.RdmaEmpty", "$.rdma[\"mlx5_1\"]")]
    [InlineData(""" "unified":{"../cgroup.procs":"1"} """, "Spec.UnifiedName", "$.unified[\"../cgroup.procs\"]")]
    [InlineData(""" "unified":{"..":"1"} """, "Spec.UnifiedName", "$.unified[\"..\"]")]
    [InlineData(""" "unified":{"":"1"} """, "Spec.UnifiedName", "$.unified[\"\"]")]
    public void A_limit_that_cannot_be_is_refused(string resources, string id, string path)
    {
        LinuxResources read = RuntimeSpecReader.ReadResources(SpecText.Utf8($"{{{resources}}}"));
        ContainerException error = Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(read));
        Assert.Equal(id, error.ErrorId);
        Assert.StartsWith(path + " ", error.Message, StringComparison.Ordinal);
        Refused($$""" "resources":{{{resources}}} """, id, path.Replace("$", "$.linux.resources", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2MB", true)]
    [InlineData("64KB", true)]
    [InlineData("1GB", true)]
    [InlineData("1024KB", true)]
    [InlineData("64kB", false)]
    [InlineData("0MB", false)]
    [InlineData("02MB", false)]
    [InlineData("MB", false)]
    [InlineData("2M", false)]
    [InlineData("2 MB", false)]
    [InlineData("2TB", false)]
    [InlineData("", false)]
    [InlineData("x2MB", false)]
    public void A_page_size_is_a_number_and_a_unit(string size, bool passes)
    {
        string resources = $$""" "resources":{"hugepageLimits":[{"pageSize":"{{size}}","limit":1}]} """;
        if (passes)
            Passes(resources);
        else
            Refused(resources, "Spec.HugepageSize", "$.linux.resources.hugepageLimits[0].pageSize");
    }

    [Theory]
    [InlineData(""" "memory":{"limit":-1,"swap":-1,"swappiness":100},"cpu":{"quota":-1,"period":1000000,"idle":1,"cpus":"0-3,7"} """)]
    [InlineData(""" "memory":{"limit":536870912,"swap":536870912},"cpu":{"quota":0,"period":0},"pids":{"limit":0} """)]
    [InlineData(""" "blockIO":{"weight":0,"leafWeight":1000},"rdma":{"a":{"hcaObjects":1}},"unified":{"memory.high":"max"} """)]
    [InlineData(""" "devices":[{"allow":false,"access":"rwm"},{"allow":true,"type":"c","major":-1,"minor":-1}] """)]
    public void Limits_at_their_bounds_pass(string resources) => Passes($$""" "resources":{{{resources}}} """);

    [Theory]
    [InlineData(""" "intelRdt":{"closID":".."} """, "Spec.IntelRdt")]
    [InlineData(""" "intelRdt":{"closID":"a/b"} """, "Spec.IntelRdt")]
    [InlineData(""" "intelRdt":{"closID":""} """, "Spec.IntelRdt")]
    [InlineData(""" "intelRdt":{"memBwSchema":"L3:0=1"} """, "Spec.IntelRdt")]
    [InlineData(""" "intelRdt":{"memBwSchema":"MB:0=1\nL3:0=1"} """, "Spec.IntelRdt")]
    [InlineData(""" "intelRdt":{"l3CacheSchema":"L3:0=1\n"} """, "Spec.IntelRdt")]
    [InlineData(""" "intelRdt":{"schemata":["a","b\nc"]} """, "Spec.IntelRdt")]
    [InlineData(""" "memoryPolicy":{"mode":"MPOL_BIND"} """, "Spec.MemoryPolicyNodes")]
    [InlineData(""" "memoryPolicy":{"mode":"MPOL_LOCAL","nodes":"0"} """, "Spec.MemoryPolicyNodes")]
    [InlineData(""" "memoryPolicy":{"mode":"MPOL_BIND","nodes":"x"} """, "Spec.CpuListInvalid")]
    [InlineData(""" "personality":{"domain":"LINUX","flags":["ADDR_NO_RANDOMIZE"]} """, "Spec.PersonalityFlags")]
    public void What_no_machine_can_do_is_refused(string linux, string id) =>
        Assert.Equal(id, SpecText.ValidationFails(SpecText.WithLinux(linux)).ErrorId);

    [Theory]
    [InlineData(""" "intelRdt":{"closID":"/","memBwSchema":"MB:0=20;1=70","schemata":["L3:0=7f0"]} """)]
    [InlineData(""" "memoryPolicy":{"mode":"MPOL_INTERLEAVE","nodes":"2-3"} """)]
    [InlineData(""" "memoryPolicy":{"mode":"MPOL_PREFERRED"} """)]
    [InlineData(""" "memoryPolicy":{"mode":"MPOL_DEFAULT"} """)]
    [InlineData(""" "personality":{"domain":"LINUX32","flags":[]} """)]
    public void What_a_machine_can_do_passes(string linux) => Passes(linux);

    [Theory]
    [InlineData(""" "defaultAction":"SCMP_ACT_ALLOW","defaultErrnoRet":1 """, "Spec.SeccompErrno", "$.defaultErrnoRet")]
    [InlineData(""" "defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":4096 """, "Spec.SeccompErrno", "$.defaultErrnoRet")]
    [InlineData(""" "defaultAction":"SCMP_ACT_TRACE","defaultErrnoRet":65536 """, "Spec.SeccompErrno", "$.defaultErrnoRet")]
    [InlineData(""" "defaultAction":"SCMP_ACT_NOTIFY","listenerPath":"/s" """, "Spec.SeccompListener", "$.defaultAction")]
    [InlineData(""" "defaultAction":"SCMP_ACT_ALLOW","listenerPath":"s" """, "Spec.SeccompListener", "$.listenerPath")]
    [InlineData(""" "defaultAction":"SCMP_ACT_ALLOW","listenerMetadata":"s" """, "Spec.SeccompListener", "$.listenerMetadata")]
    [InlineData(""" "defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":[],"action":"SCMP_ACT_KILL"}] """, "Spec.SeccompNames", "$.syscalls[0].names")]
    [InlineData(""" "defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["a",""],"action":"SCMP_ACT_KILL"}] """, "Spec.SeccompNames", "$.syscalls[0].names")]
    [InlineData(""" "defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["a"],"action":"SCMP_ACT_NOTIFY"}] """, "Spec.SeccompListener", "$.syscalls[0].action")]
    [InlineData(
        """ "defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["a"],"action":"SCMP_ACT_ALLOW","errnoRet":1}] """,
        "Spec.SeccompErrno",
        "$.syscalls[0].errnoRet")]
    [InlineData(
        """ "defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["a"],"action":"SCMP_ACT_ALLOW","args":[{"index":6,"value":0,"op":"SCMP_CMP_EQ"}]}] """,
        "Spec.SeccompArgument",
        "$.syscalls[0].args[0].index")]
    public void A_filter_that_cannot_be_is_refused(string seccomp, string id, string path)
    {
        LinuxSeccomp read = RuntimeSpecReader.ReadSeccomp(SpecText.Utf8($"{{{seccomp}}}"));
        ContainerException error = Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(read));
        Assert.Equal(id, error.ErrorId);
        Assert.StartsWith(path + " ", error.Message, StringComparison.Ordinal);
        Refused($$""" "seccomp":{{{seccomp}}} """, id, path.Replace("$", "$.linux.seccomp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_filter_with_rules_and_a_listener_passes() => Passes("""
        "seccomp":{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"listenerPath":"/run/s","listenerMetadata":"m","syscalls":[
          {"names":["mknod"],"action":"SCMP_ACT_NOTIFY"},
          {"names":["socket"],"action":"SCMP_ACT_ERRNO","errnoRet":22,"args":[{"index":0,"value":16,"op":"SCMP_CMP_EQ"}]}]}
        """);

    private static void Passes(string linux) => RuntimeSpecValidator.Validate(SpecText.Read(SpecText.WithLinux(linux)));

    private static void Refused(string linux, string id, string path)
    {
        ContainerException error = SpecText.ValidationFails(SpecText.WithLinux(linux));
        Assert.Equal(id, error.ErrorId);
        Assert.StartsWith(path + " ", error.Message, StringComparison.Ordinal);
    }
}
