using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using PSContainer.Tests.Invariants;
using static PSContainer.Tests.Conformance.ConformanceBundle;

namespace PSContainer.Tests.Conformance;

/// <summary>config-linux.md save for files and limits, on the kernel.</summary>
public sealed class LinuxTests : IDisposable
{
    private static readonly string[] s_devices = ["/dev/loop-control", "/dev/fuse", "/dev/net/tun", "/dev/vsock", "/dev/rtc0", "/dev/kmsg"];

    private readonly ConformanceBundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Theory]
    [InlineData("pid")]
    [InlineData("network", "net")]
    [InlineData("mount", "mnt")]
    [InlineData("ipc")]
    [InlineData("uts")]
    [InlineData("user")]
    [InlineData("cgroup")]
    [InlineData("time")]
    public void A_namespace_of_each_type_is_made(string type, string? file = null)
    {
        if (!_bundle.Namespaces.Any(item => (string?)item!["type"] == type))
        {
            _bundle.Namespaces.Add(new JsonObject { ["type"] = type });
        }

        string link = $"/proc/self/ns/{file ?? type}";
        Assert.NotEqual(new FileInfo(link).LinkTarget, _bundle.See($"busybox readlink {link}"));
    }

    [Theory]
    [InlineData("pid")]
    [InlineData("network", "net")]
    [InlineData("ipc")]
    [InlineData("uts")]
    [InlineData("cgroup")]
    public void A_namespace_of_each_type_is_joined_by_its_path(string type, string? file = null)
    {
        _bundle.Namespaces.Add(new JsonObject { ["type"] = "cgroup" });
        string path = _bundle.Join(type, _bundle.ProcessOf(_bundle.Start("sleep", "100")), file);
        Assert.Equal(new FileInfo(path).LinkTarget, _bundle.See($"busybox readlink /proc/self/ns/{file ?? type}"));
    }

    [Fact]
    public void A_mount_namespace_is_joined_with_the_root_that_it_has()
    {
        _bundle.Join("mount", _bundle.ProcessOf(_bundle.Start("sleep", "100")), "mnt");
        Assert.Contains("A mount namespace that is joined has its root already", _bundle.Refusal(), StringComparison.Ordinal);
        _bundle.Spec["root"]!["path"] = "/";
        _bundle.Spec["mounts"] = new JsonArray();
        File.WriteAllText($"{_bundle.Root}/mine", "mine");
        Assert.Equal("mine", _bundle.See("cat /mine"));
    }

    [Theory]
    [InlineData("cgroup")]
    [InlineData("uts")]
    public void A_namespace_of_another_type_than_its_path_is_refused(string type)
    {
        _bundle.Namespaces.Add(new JsonObject { ["type"] = "cgroup" });
        _bundle.Namespaces.First(item => (string?)item!["type"] == type)!["path"] = "/proc/self/ns/ipc";
        Assert.Contains("setns", _bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_mapped_as_they_are_listed()
    {
        Rights.NeedRoot("maps ids that no user may");
        _bundle.Namespaces.Add(Parse("""{"type": "user"}"""));
        _bundle.Linux["uidMappings"] = Parse("""[{"containerID": 0, "hostID": 0, "size": 10}, {"containerID": 20, "hostID": 100020, "size": 5}]""");
        _bundle.Linux["gidMappings"] = Parse("""[{"containerID": 0, "hostID": 0, "size": 11}]""");
        Assert.Equal("0 0 10 20 100020 5 / 0 0 11", _bundle.See("echo $(cat /proc/self/uid_map) / $(cat /proc/self/gid_map)"));
    }

    [Fact]
    public void Clocks_are_set_off()
    {
        Assert.SkipUnless(File.Exists("/proc/self/timens_offsets"), "this kernel has no time namespaces");
        _bundle.Namespaces.Add(Parse("""{"type": "time"}"""));
        _bundle.Linux["timeOffsets"] = Parse("""{"monotonic": {"secs": 7881, "nanosecs": 2718281}, "boottime": {"secs": 1337, "nanosecs": 3141519}}""");
        Assert.Equal("monotonic 7881 2718281 boottime 1337 3141519", _bundle.See("echo $(cat /proc/self/timens_offsets)"));
    }

    [Fact]
    public void Names_are_the_containers_own()
    {
        _bundle.Spec["hostname"] = "web";
        _bundle.Spec["domainname"] = "example.org";
        Assert.Equal("web example.org", _bundle.See("echo $(busybox hostname) $(cat /proc/sys/kernel/domainname)"));
    }

    [Fact]
    public void A_parameter_of_the_kernel_is_the_containers_own()
    {
        _bundle.Linux["sysctl"] = Parse("""{"kernel.msgmax": "1000", "net.ipv4.ip_forward": "1"}""");
        Assert.Equal("1000 1", _bundle.See("cd /proc/sys; echo $(cat kernel/msgmax) $(cat net/ipv4/ip_forward)"));
    }

    [Fact]
    public void A_parameter_that_would_change_the_host_is_refused()
    {
        _bundle.Linux["sysctl"] = Parse("""{"kernel.panic": "1"}""");
        Assert.Contains("kernel.panic", _bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_group_is_at_the_path_that_is_asked()
    {
        Rights.NeedRoot("makes a cgroup at the top");
        string name = $"pscontainer-conformance-{Guid.NewGuid():N}";
        _bundle.Linux["cgroupsPath"] = $"/{name}/inner";
        string id = _bundle.Start("sleep", "100");
        Assert.Contains($"/{name}/inner\n", File.ReadAllText($"/proc/{_bundle.ProcessOf(id)}/cgroup"), StringComparison.Ordinal);
        _bundle.Must("delete", "--force", id);
        Assert.Empty(Cgroups.AbsolutePaths.FindAnywhere(name));
    }

    [Fact]
    public void The_machine_is_what_the_execution_domain_says()
    {
        _bundle.Linux["personality"] = Parse("""{"domain": "LINUX32"}""");
        Assert.Contains(_bundle.See("busybox uname -m"), (string[])["i686", "armv8l", "armv7l"]);
        _bundle.Linux["personality"] = Parse("""{"domain": "LINUX", "flags": ["ADDR_NO_RANDOMIZE"]}""");
        Assert.Contains("$.linux.personality.flags", _bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_comes_from_the_nodes_that_are_chosen()
    {
        Assert.SkipUnless(File.Exists("/proc/self/numa_maps"), "this kernel knows no memory nodes");
        _bundle.Linux["memoryPolicy"] = Parse("""{"mode": "MPOL_BIND", "nodes": "0", "flags": ["MPOL_F_STATIC_NODES"]}""");
        Assert.Contains(" bind=static:0 ", _bundle.See("busybox head -n1 /proc/self/numa_maps"), StringComparison.Ordinal);
    }

    [Fact]
    public void Cache_is_divided_where_the_processor_can_and_refused_elsewhere()
    {
        Assert.SkipWhen(File.Exists("/sys/fs/resctrl/schemata"), "this machine has resctrl");
        _bundle.Linux["intelRdt"] = Parse("""{"closID": "one", "l3CacheSchema": "L3:0=f"}""");
        Assert.Contains("intelRdt", _bundle.Refusal(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_device_is_used_only_where_it_is_allowed(bool inUserNamespace)
    {
        Rights.NeedRoot("filters devices");
        if (inUserNamespace)
        {
            _bundle.Namespaces.Add(Parse("""{"type": "user"}"""));
            foreach (string map in (string[])["uidMappings", "gidMappings"])
            {
                _bundle.Linux[map] = Parse("""[{"containerID": 0, "hostID": 0, "size": 65536}]""");
            }
        }

        // One that not every container has, and that can be opened even so.
        string? device = s_devices.FirstOrDefault(static file => Outcome.Of("sh", "-c", $"exec 3<{file}").ExitCode == 0);
        Assert.SkipWhen(device is null, $"none of {string.Join(", ", s_devices)} can be opened here");
        string numbers = Outcome.Of("stat", "-c", """{"allow": true, "access": "rwm", "type": "c", "major": %Hr, "minor": %Lr}""", device!).Output;
        _bundle.Mount("/dev/mine", "bind", device!, "bind");
        Assert.Equal("cannot", _bundle.See("(exec 3</dev/mine) 2>/dev/null || echo cannot"));
        _bundle.Linux["resources"] = new JsonObject { ["devices"] = new JsonArray(Parse(numbers)) };
        Assert.Equal("can", _bundle.See("exec 3</dev/mine && echo can"));
    }

    [Fact]
    public void Network_devices_are_refused()
    {
        _bundle.Linux["netDevices"] = Parse("""{"eth7": {"name": "eth0"}}""");
        Assert.Contains("linux.netDevices", _bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_here_is_an_error_that_names_it()
    {
        Rights.NeedCgroups();
        // A controller that few machines have mounted, a device, a size and a file that no machine has.
        foreach ((string property, string value) in new[]
        {
            ("network", """{"classID": 1}"""), ("rdma", """{"nosuchdevice": {"hcaHandles": 1}}"""),
            ("hugepageLimits", """[{"pageSize": "3MB", "limit": 0}]"""), ("unified", """{"nosuch.file": "1"}"""),
        })
        {
            _bundle.Linux["resources"] = new JsonObject { [property] = Parse(value) };
            Assert.Contains(property, _bundle.Refusal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_seccomp_agent_is_told_the_container_and_given_its_listener()
    {
        string path = $"{_bundle.Folder}/agent";
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        _bundle.Linux["seccomp"] = Parse("""{"defaultAction": "SCMP_ACT_ALLOW", "listenerMetadata": "words", "syscalls": [{"names": ["acct"], "action": "SCMP_ACT_NOTIFY"}]}""");
        _bundle.Linux["seccomp"]!["listenerPath"] = path;
        string id = _bundle.Start("sleep", "100");
        using Socket agent = listener.Accept();
        byte[] buffer = new byte[8192];
        JsonNode message = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, agent.Receive(buffer)))!;
        Assert.Equal("seccompFd", (string?)message["fds"]![0]);
        Assert.Equal("words", (string?)message["metadata"]);
        Assert.Equal((id, "creating"), ((string?)message["state"]!["id"], (string?)message["state"]!["status"]));
    }

    [Fact]
    public void A_filter_forbids_what_it_says_by_name_and_argument()
    {
        _bundle.Linux["seccomp"] = Parse("""
            {
              "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"], "flags": [],
              "syscalls": [
                {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 28},
                {"names": ["kill"], "action": "SCMP_ACT_ERRNO", "args": [{"index": 1, "value": 12, "op": "SCMP_CMP_EQ"}]}
              ]
            }
            """);
        Assert.Contains("No space left on device", _bundle.See("busybox mkdir /tmp/x 2>&1 || true"), StringComparison.Ordinal);
        Assert.Contains("not permitted", _bundle.See("kill -0 $$ && kill -12 $$ 2>&1 || true"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.9.0")]
    [InlineData("2.0.0")]
    [InlineData("one")]
    public void A_version_that_is_not_known_is_refused(string version)
    {
        _bundle.Spec["ociVersion"] = version;
        Assert.Contains("$.ociVersion", _bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_belongs_to_other_systems_is_passed_over()
    {
        _bundle.Spec["windows"] = Parse("""{"layerFolders": []}""");
        _bundle.Spec["vm"] = Parse("{}");
        _bundle.Process["commandLine"] = "cmd /c ver";
        Assert.Equal("fine", _bundle.See("echo fine"));
    }
}
