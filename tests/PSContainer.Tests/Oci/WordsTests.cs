using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

public class WordsTests
{
    public static TheoryData<Type, string[]> ClosedSets => new()
    {
        { typeof(NamespaceKind), Words.Namespaces },
        { typeof(RootfsPropagation), Words.Propagations },
        { typeof(DeviceKind), Words.Devices },
        { typeof(OciStatus), Words.Statuses },
        { typeof(PersonalityDomain), Words.Domains },
        { typeof(RlimitType), Words.Rlimits },
        { typeof(IOPriorityClass), Words.IOPriorities },
        { typeof(SchedulerPolicy), Words.SchedulerPolicies },
        { typeof(SchedulerFlag), Words.SchedulerFlags },
        { typeof(MemoryPolicyMode), Words.MemoryPolicies },
        { typeof(MemoryPolicyFlag), Words.MemoryPolicyFlags },
        { typeof(SeccompAction), Words.SeccompActions },
        { typeof(SeccompOperator), Words.SeccompOperators },
        { typeof(SeccompFlag), Words.SeccompFlags },
        { typeof(SeccompArch), Words.SeccompArchs },
    };

    [Theory]
    [MemberData(nameof(ClosedSets), DisableDiscoveryEnumeration = true)]
    public void Each_value_of_an_enumeration_has_one_word(Type type, string[] words)
    {
        Assert.Equal(Enumerable.Range(0, words.Length), Enum.GetValuesAsUnderlyingType(type).Cast<int>());
        Assert.Equal(words.Length, words.Distinct().Count());
    }

    [Theory]
    [InlineData(NamespaceKind.Cgroup, "cgroup")]
    [InlineData(NamespaceKind.Time, "time")]
    public void A_namespace_has_the_word_of_the_specification(NamespaceKind kind, string word) =>
        Assert.Equal(word, Words.Namespaces[(int)kind]);

    [Theory]
    [InlineData(RlimitType.Cpu, 0, "RLIMIT_CPU")]
    [InlineData(RlimitType.FileSize, 1, "RLIMIT_FSIZE")]
    [InlineData(RlimitType.Processes, 6, "RLIMIT_NPROC")]
    [InlineData(RlimitType.OpenFiles, 7, "RLIMIT_NOFILE")]
    [InlineData(RlimitType.AddressSpace, 9, "RLIMIT_AS")]
    [InlineData(RlimitType.RealtimeTime, 15, "RLIMIT_RTTIME")]
    public void A_resource_limit_has_the_number_of_the_kernel(RlimitType type, int number, string word)
    {
        Assert.Equal(number, (int)type);
        Assert.Equal(word, Words.Rlimits[number]);
    }

    [Theory]
    [InlineData(SeccompAction.Errno, "SCMP_ACT_ERRNO")]
    [InlineData(SeccompAction.Notify, "SCMP_ACT_NOTIFY")]
    [InlineData(SeccompAction.Allow, "SCMP_ACT_ALLOW")]
    public void A_seccomp_action_has_the_word_of_the_specification(SeccompAction action, string word) =>
        Assert.Equal(word, Words.SeccompActions[(int)action]);

    [Theory]
    [InlineData(SeccompArch.X64, "SCMP_ARCH_X86_64")]
    [InlineData(SeccompArch.AArch64, "SCMP_ARCH_AARCH64")]
    [InlineData(SeccompArch.RiscV64, "SCMP_ARCH_RISCV64")]
    [InlineData(SeccompArch.S390X, "SCMP_ARCH_S390X")]
    public void A_seccomp_architecture_has_the_word_of_the_specification(SeccompArch arch, string word) =>
        Assert.Equal(word, Words.SeccompArchs[(int)arch]);

    [Theory]
    [InlineData(MemoryPolicyMode.Bind, "MPOL_BIND", 2)]
    [InlineData(MemoryPolicyMode.WeightedInterleave, "MPOL_WEIGHTED_INTERLEAVE", 6)]
    public void A_memory_policy_has_the_number_of_the_kernel(MemoryPolicyMode mode, string word, int number)
    {
        Assert.Equal(number, (int)mode);
        Assert.Equal(word, Words.MemoryPolicies[number]);
    }
}
