using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed class SeccompCompilerPropertyTests
{
    private const int Profiles = 1000;
    private const int CallsEach = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_filter_decides_about_every_call_as_its_profile_says(int seed)
    {
        var random = new RandomProfiles(seed);
        int compared = 0;
        for (int i = 0; i < Profiles; i++)
        {
            LinuxSeccomp profile = random.Profile();
            foreach (SyscallAbi native in (ReadOnlySpan<SyscallAbi>)[SyscallAbi.X64, SyscallAbi.Arm64])
                compared += Compare(random, profile, native);
        }

        Assert.InRange(compared, 60_000, int.MaxValue);
    }

    private static int Compare(RandomProfiles random, LinuxSeccomp profile, SyscallAbi native)
    {
        ulong[] program;
        try
        {
            program = SeccompCompiler.Compile(profile, native).Instructions.ToArray();
        }
        catch (ContainerException e) when (e.ErrorId == "Seccomp.ConflictingRules")
        {
            return 0;
        }

        BpfInterpreter.Check(program);
        for (int i = 0; i < CallsEach; i++)
        {
            SystemCall call = random.Call(profile, (SyscallAbi)(i % SyscallAbis.Count));
            uint expected = Reference.Evaluate(profile, native, call);
            uint actual = BpfInterpreter.Run(program, call);
            Assert.True(expected == actual, $"{call}: {actual:x} instead of {expected:x}");
        }

        return CallsEach;
    }
}
