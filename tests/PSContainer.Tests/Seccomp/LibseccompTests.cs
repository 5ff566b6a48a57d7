using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed class LibseccompTests
{
    private const string Absent = "libseccomp.so.2 is not installed.";

    [Fact]
    public void A_filter_decides_as_the_one_that_libseccomp_makes_of_the_same_profile()
    {
        Assert.SkipUnless(Libseccomp.IsPresent, Absent);
        var random = new RandomProfiles(seed: 5) { IsPlain = true };
        for (int i = 0; i < 1000; i++)
        {
            LinuxSeccomp profile = random.Profile();
            Compare(profile, Enumerable.Range(0, 50).Select(c => random.Call(profile, (SyscallAbi)(c % SyscallAbis.Count))));
        }
    }

    [Theory]
    [MemberData(nameof(Precedence.Cases), MemberType = typeof(Precedence))]
    public void Rules_about_one_call_have_the_precedence_that_libseccomp_gives_them(string name)
    {
        Assert.SkipUnless(Libseccomp.IsPresent, Absent);
        Compare(Precedence.Profile(name), Precedence.Calls);
    }

    [Theory]
    [MemberData(nameof(CapabilitySets.All), MemberType = typeof(CapabilitySets))]
    public void The_default_profile_decides_as_the_one_that_libseccomp_makes_of_it(string capabilities)
    {
        Assert.SkipUnless(Libseccomp.IsPresent, Absent);
        LinuxSeccomp profile = DefaultProfile.Create(CapabilitySets.Parse(capabilities), SyscallAbis.Native);
        Compare(profile, EveryCall.Of(profile));
    }

    private static void Compare(LinuxSeccomp profile, IEnumerable<SystemCall> calls)
    {
        ulong[] theirs = Assert.IsType<ulong[]>(Libseccomp.Compile(profile));
        ReadOnlySpan<ulong> ours = SeccompCompiler.Compile(profile, SyscallAbis.Native).Instructions;
        BpfInterpreter.Check(ours);
        foreach (SystemCall call in calls)
        {
            // Newer calls than the profile's are none of libseccomp's business, nor numbers that no machine has.
            uint expected = BpfInterpreter.Run(theirs, call);
            uint actual = BpfInterpreter.Run(ours, call);
            bool isNewer = actual == SeccompReturn.NoSuchCall || call.Number >= 0x80000000;
            Assert.True(isNewer || expected == actual, $"{call}: {actual:x} instead of {expected:x}");
        }
    }
}
