using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

/// <summary>Rules for namespaces and what belongs to them: id maps, clocks, kernel parameters, network devices.</summary>
public class NamespaceRulesTests
{
    private const string User = """ "namespaces":[{"type":"user"}] """;
    private const string Time = """ "namespaces":[{"type":"time"}] """;

    [Theory]
    [InlineData("""{"type":"pid"},{"type":"mount"},{"type":"pid"}""", "Spec.NamespaceDuplicate", "$.linux.namespaces[2].type")]
    [InlineData("""{"type":"pid"},{"type":"pid","path":"/proc/1/ns/pid"}""", "Spec.NamespaceDuplicate", "$.linux.namespaces[1].type")]
    [InlineData("""{"type":"network","path":"netns/a"}""", "Spec.NamespacePath", "$.linux.namespaces[0].path")]
    public void Namespaces_that_contradict_are_refused(string namespaces, string id, string path) =>
        Refused($""" "namespaces":[{namespaces}] """, id, path);

    [Fact]
    public void A_namespace_with_an_empty_path_is_a_new_one() =>
        Assert.Null(SpecText.Read(SpecText.WithLinux(""" "namespaces":[{"type":"network","path":""}] """)).Linux!.Namespaces![0].Path);

    [Theory]
    [InlineData("0 0 0", "Spec.IdMapEmpty", "[0].size")]
    [InlineData("0 1000 1,5 2000 0", "Spec.IdMapEmpty", "[1].size")]
    [InlineData("0 1000 10,9 2000 1", "Spec.IdMapOverlap", "[1]")]
    [InlineData("5 1000 5,0 2000 6", "Spec.IdMapOverlap", "[1]")]
    [InlineData("0 1000 10,100 1009 1", "Spec.IdMapOverlap", "[1]")]
    [InlineData("0 1000 10,20 2000 5,30 1005 1", "Spec.IdMapOverlap", "[2]")]
    [InlineData("4294967295 0 1", "Spec.IdMapRange", "[0]")]
    [InlineData("0 4294967295 1", "Spec.IdMapRange", "[0]")]
    [InlineData("1 0 4294967295", "Spec.IdMapRange", "[0]")]
    [InlineData("0 4294967290 10", "Spec.IdMapRange", "[0]")]
    public void An_id_map_that_the_kernel_refuses_is_refused(string map, string id, string path)
    {
        Refused($"{User},\"uidMappings\":{Map(map)}", id, "$.linux.uidMappings" + path);
        Refused($"{User},\"gidMappings\":{Map(map)}", id, "$.linux.gidMappings" + path);
    }

    [Theory]
    [InlineData("0 0 4294967295")]
    [InlineData("4294967294 4294967294 1")]
    [InlineData("0 1000 1,1 100000 65536")]
    [InlineData("10 0 10,0 10 10")]
    public void An_id_map_that_the_kernel_takes_passes(string map) =>
        Passes($"{User},\"uidMappings\":{Map(map)},\"gidMappings\":{Map(map)}");

    [Theory]
    [InlineData(340, null)]
    [InlineData(341, "Spec.IdMapTooLong")]
    public void An_id_map_has_at_most_340_ranges(int count, string? id)
    {
        string map = Map(string.Join(',', Enumerable.Range(0, count).Select(i => $"{i} {i + 1000} 1")));
        if (id is null)
            Passes($"{User},\"uidMappings\":{map}");
        else
            Refused($"{User},\"uidMappings\":{map}", id, "$.linux.uidMappings");
    }

    [Theory]
    [InlineData("uidMappings")]
    [InlineData("gidMappings")]
    public void An_id_map_needs_a_user_namespace_new_or_joined(string property)
    {
        Refused($"\"{property}\":{Map("0 0 1")}", "Spec.IdMapNeedsUser", $"$.linux.{property}");
        Passes($"{User},\"{property}\":{Map("0 0 1")}");
        Passes($$""" "namespaces":[{"type":"user","path":"/proc/1/ns/user"}],"{{property}}":{{Map("0 0 1")}} """);
    }

    [Fact]
    public void Time_offsets_need_a_new_time_namespace()
    {
        const string offsets = """ "timeOffsets":{"boottime":{"secs":-5,"nanosecs":999999999}} """;
        Passes($"{Time},{offsets}");
        Refused(offsets, "Spec.TimeOffsetNeedsTime", "$.linux.timeOffsets");
        Refused($$""" "namespaces":[{"type":"time","path":"/proc/1/ns/time"}],{{offsets}} """, "Spec.TimeOffsetJoined", "$.linux.timeOffsets");
    }

    [Theory]
    [InlineData("boottime")]
    [InlineData("monotonic")]
    public void Nanoseconds_are_less_than_a_second(string clock) => Refused(
        $$""" {{Time}},"timeOffsets":{"{{clock}}":{"nanosecs":1000000000} } """, "Spec.TimeOffsetRange", $"$.linux.timeOffsets.{clock}.nanosecs");

    [Theory]
    [InlineData("network", "net.core.somaxconn")]
    [InlineData("network", "net/ipv4/conf/eth0.100/rp_filter")]
    [InlineData("network", "net.ipv4.conf.eth0/100.rp_filter")]
    [InlineData("ipc", "kernel.shmmax")]
    [InlineData("ipc", "kernel/msgmax")]
    [InlineData("ipc", "fs.mqueue.msg_max")]
    [InlineData("uts", "kernel.domainname")]
    [InlineData("user", "user.max_user_namespaces")]
    public void A_kernel_parameter_needs_the_namespace_that_it_belongs_to(string space, string key)
    {
        Passes($$""" "namespaces":[{"type":"{{space}}"}],"sysctl":{"{{key}}":"1"} """);
        Refused($$""" "namespaces":[{"type":"pid"}],"sysctl":{"{{key}}":"1"} """, "Spec.SysctlNotNamespaced", $"$.linux.sysctl[\"{key}\"]");
    }

    [Theory]
    [InlineData("kernel.hostname", "Spec.SysctlNotNamespaced")]
    [InlineData("kernel.core_pattern", "Spec.SysctlNotNamespaced")]
    [InlineData("vm.swappiness", "Spec.SysctlNotNamespaced")]
    [InlineData("fs.mqueue", "Spec.SysctlNotNamespaced")]
    [InlineData("netx.a", "Spec.SysctlNotNamespaced")]
    [InlineData("", "Spec.SysctlInvalid")]
    [InlineData("net..ipv4", "Spec.SysctlInvalid")]
    [InlineData("net/../../../etc/passwd", "Spec.SysctlInvalid")]
    [InlineData("net./ipv4", "Spec.SysctlInvalid")]
    [InlineData("/net/core", "Spec.SysctlInvalid")]
    [InlineData(".net", "Spec.SysctlInvalid")]
    [InlineData("net.", "Spec.SysctlInvalid")]
    [InlineData("net.a b", "Spec.SysctlInvalid")]
    public void A_kernel_parameter_of_the_host_or_one_that_is_none_is_refused(string key, string id) => Refused(
        $$""" "namespaces":[{"type":"network"},{"type":"ipc"},{"type":"uts"},{"type":"user"}],"sysctl":{"{{key}}":"1"} """,
        id,
        $"$.linux.sysctl[\"{key}\"]");

    [Theory]
    [InlineData("maskedPaths")]
    [InlineData("readonlyPaths")]
    public void Masked_and_read_only_paths_are_absolute_and_need_a_mount_namespace(string property)
    {
        Refused($""" "{property}":["/proc/kcore"] """, "Spec.PathsNeedMount", $"$.linux.{property}");
        Refused($$""" "namespaces":[{"type":"mount"}],"{{property}}":["/a","proc"] """, "Spec.PathInvalid", $"$.linux.{property}[1]");
        Passes($$""" "namespaces":[{"type":"mount"}],"{{property}}":["/proc/kcore"] """);
        Passes($""" "{property}":[] """);
    }

    [Theory]
    [InlineData("eth0/1", "x")]
    [InlineData("", "x")]
    [InlineData("..", "x")]
    [InlineData("a b", "x")]
    [InlineData("eth0", "a:b")]
    [InlineData("eth0", "0123456789012345")]
    public void A_name_that_no_network_device_can_have_is_refused(string name, string inside) => Assert.Equal(
        "Spec.NetDeviceName",
        Fails($$""" "namespaces":[{"type":"network"}],"netDevices":{"{{name}}":{"name":"{{inside}}"} } """).ErrorId);

    [Fact]
    public void Network_devices_need_a_network_namespace()
    {
        Refused(""" "netDevices":{"eth0":{}} """, "Spec.NetDeviceNeedsNetwork", "$.linux.netDevices");
        Passes(""" "namespaces":[{"type":"network"}],"netDevices":{"eth0":{"name":"eth%d"},"ens5":{}} """);
    }

    private static string Map(string lines) => "[" + string.Join(',', lines.Split(',').Select(line => line.Split(' ')).Select(
        ids => $$"""{"containerID":{{ids[0]}},"hostID":{{ids[1]}},"size":{{ids[2]}} }""")) + "]";

    private static void Passes(string linux) => RuntimeSpecValidator.Validate(SpecText.Read(SpecText.WithLinux(linux)));

    private static ContainerException Fails(string linux) => SpecText.ValidationFails(SpecText.WithLinux(linux));

    private static void Refused(string linux, string id, string path)
    {
        ContainerException error = Fails(linux);
        Assert.Equal(id, error.ErrorId);
        Assert.StartsWith(path + " ", error.Message, StringComparison.Ordinal);
    }
}
