using System.Text;
using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed class ProfileReaderTests
{
    private const string ChrootRule = """{"names":["chroot"],"action":"SCMP_ACT_ALLOW",""";

    [Fact]
    public void A_profile_in_the_format_of_the_specification_is_read_as_it_is()
    {
        LinuxSeccomp profile = Read("""
            {
              "defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "architectures": ["SCMP_ARCH_X86"],
              "flags": ["SECCOMP_FILTER_FLAG_LOG"], "listenerPath": "/run/a", "listenerMetadata": "b",
              "syscalls": [{"names": ["read", "open"], "action": "SCMP_ACT_ERRNO", "errnoRet": 7,
                "args": [{"index": 1, "value": 2, "valueTwo": 3, "op": "SCMP_CMP_MASKED_EQ"}]}]
            }
            """);
        Assert.Equal((SeccompAction.Errno, 38u), (profile.DefaultAction, profile.DefaultErrnoRet));
        Assert.Equal([SeccompArch.X86], profile.Architectures!);
        Assert.Equal([SeccompFlag.Log], profile.Flags!);
        Assert.Equal(("/run/a", "b"), (profile.ListenerPath, profile.ListenerMetadata));
        LinuxSyscall rule = Assert.Single(profile.Syscalls!);
        Assert.Equal(["read", "open"], rule.Names);
        Assert.Equal((SeccompAction.Errno, 7u), (rule.Action, rule.ErrnoRet));
        LinuxSeccompArg condition = Assert.Single(rule.Args!);
        Assert.Equal((1u, 2ul, 3ul, SeccompOperator.MaskedEqual), (condition.Index, condition.Value, condition.ValueTwo, condition.Op));
    }

    [Theory]
    [InlineData("CAP_SYS_CHROOT", """ "includes":{"caps":["CAP_SYS_CHROOT"]} """, true)]
    [InlineData("", """ "includes":{"caps":["CAP_SYS_CHROOT"]} """, false)]
    [InlineData("CAP_SYS_CHROOT", """ "includes":{"caps":["CAP_SYS_CHROOT","CAP_BPF"]} """, false)]
    [InlineData("CAP_SYS_CHROOT CAP_BPF", """ "includes":{"caps":["CAP_SYS_CHROOT","CAP_BPF"]} """, true)]
    [InlineData("", """ "excludes":{"caps":["CAP_SYS_CHROOT","CAP_BPF"]} """, true)]
    [InlineData("CAP_BPF", """ "excludes":{"caps":["CAP_SYS_CHROOT","CAP_BPF"]} """, false)]
    [InlineData("CAP_BPF", """ "includes":{"caps":["CAP_NO_SUCH"]} """, false)]
    [InlineData("", """ "includes":{"arches":["arm64","amd64"]} """, true)]
    [InlineData("", """ "includes":{"arches":["arm64","x32"]} """, false)]
    [InlineData("", """ "excludes":{"arches":["amd64"]} """, false)]
    [InlineData("", """ "excludes":{"arches":["arm"]} """, true)]
    [InlineData("", """ "includes":{"minKernel":"4.8"} """, true)]
    [InlineData("", """ "includes":{"minKernel":"6.1"} """, true)]
    [InlineData("", """ "includes":{"minKernel":"6.2"} """, false)]
    [InlineData("", """ "includes":{"minKernel":"10.0"} """, false)]
    [InlineData("", """ "excludes":{"minKernel":"4.8"} """, false)]
    [InlineData("", """ "excludes":{"minKernel":"6.2"} """, true)]
    [InlineData("", """ "includes":{"arches":["amd64"]},"excludes":{"minKernel":"4.8"} """, false)]
    [InlineData("", """ "includes":{},"excludes":{},"args":null,"comment":"" """, true)]
    public void A_rule_with_conditions_is_kept_where_they_hold(string capabilities, string conditions, bool isKept)
    {
        LinuxSeccomp profile = Read(WithRule(ChrootRule + conditions + "}"), capabilities);
        Assert.Equal(isKept ? 1 : 0, profile.Syscalls!.Count);
    }

    [Theory]
    [InlineData("""{"name":"read","action":"SCMP_ACT_ALLOW"}""", "read")]
    [InlineData("""{"name":"read","names":[],"action":"SCMP_ACT_ALLOW"}""", "read")]
    [InlineData("""{"name":"","names":["open"],"action":"SCMP_ACT_ALLOW"}""", "open")]
    public void A_rule_may_have_one_name_as_in_old_profiles(string rule, string name) =>
        Assert.Equal([name], Assert.Single(Read(WithRule(rule)).Syscalls!).Names);

    [Theory]
    [InlineData("\"EPERM\"", 1u)]
    [InlineData("\"ENOSYS\"", 38u)]
    [InlineData("\"ERFKILL\"", 132u)]
    [InlineData("\"93\"", 93u)]
    [InlineData("\"\"", 7u)]
    [InlineData("null", 7u)]
    public void An_errno_can_be_a_word_which_goes_before_the_number(string errno, uint expected)
    {
        LinuxSeccomp profile = Read($$"""
            {"defaultErrno":{{errno}},"defaultErrnoRet":7,"defaultAction":"SCMP_ACT_ERRNO",
             "syscalls":[{"names":["read"],"action":"SCMP_ACT_ERRNO","errno":{{errno}},"errnoRet":7}]}
            """);
        Assert.Equal((expected, expected), (profile.DefaultErrnoRet, profile.Syscalls![0].ErrnoRet));
    }

    [Fact]
    public void Architectures_can_come_from_the_map_for_the_machine()
    {
        const string Map = """
            {"defaultAction":"SCMP_ACT_ALLOW","archMap":[{"architecture":"SCMP_ARCH_S390X","subArchitectures":["SCMP_ARCH_S390"]},
             {"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86"]},{"architecture":"SCMP_ARCH_AARCH64","subArchitectures":null}]}
            """;
        Assert.Equal([SeccompArch.X64, SeccompArch.X86], Read(Map).Architectures!);
        Assert.Equal([SeccompArch.AArch64], Read(Map, native: SyscallAbi.Arm64).Architectures!);
        Assert.Null(Read(Map, native: SyscallAbi.Arm).Architectures);
    }

    [Theory]
    [InlineData("""{"syscalls":[]}""", "defaultAction")]
    [InlineData("""{"defaultAction":"SCMP_ACT_NO"}""", "$.defaultAction")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","archMap":[{"architecture":"SCMP_ARCH_VAX"}]}""", "$.archMap[0].architecture")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","archMap":[{}]}""", "architecture")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86"],"archMap":[{"architecture":"SCMP_ARCH_X86_64"}]}""", "archMap")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","defaultErrno":"EWHAT"}""", "$.defaultErrno")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":{}}""", "$.syscalls")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW"} x""", "valid JSON")]
    [InlineData("[]", "an object")]
    [InlineData("", "empty")]
    public void A_mistake_in_the_file_is_an_error_that_says_where_it_is(string json, string part) => AssertRefused(json, part);

    [Theory]
    [InlineData("""{"action":"SCMP_ACT_ALLOW"}""", "names")]
    [InlineData("""{"names":["read"]}""", "action")]
    [InlineData("""{"names":["read"],"name":"open","action":"SCMP_ACT_ALLOW"}""", "exclude each other")]
    [InlineData("""{"names":["read"],"action":"SCMP_ACT_ALLOW","includes":{"user":["root"]}}""", "includes.user")]
    [InlineData("""{"names":["read"],"action":"SCMP_ACT_ALLOW","includes":{"minKernel":"4"}}""", "includes.minKernel")]
    [InlineData("""{"names":["read"],"action":"SCMP_ACT_ALLOW","excludes":{"minKernel":"4.x"}}""", "excludes.minKernel")]
    [InlineData("""{"names":["read"],"action":"SCMP_ACT_ALLOW","excludes":{"minKernel":"-4.1"}}""", "excludes.minKernel")]
    [InlineData("""{"names":["read"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"op":"SCMP_CMP_IS","value":0}]}""", "args[0].op")]
    [InlineData("""{"names":["read"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"op":"SCMP_CMP_EQ","value":-1}]}""", "args[0].value")]
    [InlineData("""{"names":["read"],"action":"SCMP_ACT_ALLOW","errno":"EWHAT"}""", "errno")]
    [InlineData("""{"names":["read"],"action":"SCMP_ACT_ALLOW","errno":5}""", "errno")]
    [InlineData("""{"names":[5],"action":"SCMP_ACT_ALLOW"}""", "names[0]")]
    public void A_mistake_in_a_rule_is_an_error_even_where_the_rule_is_for_others(string rule, string part)
    {
        AssertRefused(WithRule(rule), part);
        AssertRefused(WithRule("{\"excludes\":{\"arches\":[\"amd64\"]}," + rule[1..]), part);
    }

    private static string WithRule(string rule) => $$"""{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{{rule}}]}""";

    private static void AssertRefused(string json, string part)
    {
        var error = Assert.Throws<ContainerException>(() => Read(json));
        Assert.Equal("Seccomp.InvalidProfile", error.ErrorId);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    private static LinuxSeccomp Read(string json, string capabilities = "", SyscallAbi native = SyscallAbi.X64) => ProfileReader.Read(
        Encoding.UTF8.GetBytes(json), "profile.json", new ProfileTarget(Capabilities.Mask(CapabilitySets.Parse(capabilities)), native, new Version(6, 1)));
}
