using System.Security.Cryptography;
using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed class DefaultProfileTests
{
    private const string PodmansProfile = "/usr/share/containers/seccomp.json";

    // Of containers-common 0.50, from which the profile is.
    private const string Hash = "cc374cf23846ce1f62f4dc807a8e2b8673c783c6f56cb475467621035d281e6c";

    [Theory]
    [MemberData(nameof(CapabilitySets.All), MemberType = typeof(CapabilitySets))]
    public void It_decides_about_every_call_as_the_profile_that_Podman_ships(string capabilities)
    {
        byte[] file = ReadPodmansProfile();
        foreach (SyscallAbi native in (ReadOnlySpan<SyscallAbi>)[SyscallAbi.X64, SyscallAbi.Arm64, SyscallAbi.X86, SyscallAbi.Arm])
            Compare(file, CapabilitySets.Parse(capabilities), native);
    }

    private static void Compare(byte[] file, string[] capabilities, SyscallAbi native)
    {
        LinuxSeccomp podmans = ProfileReader.Read(file, PodmansProfile, new ProfileTarget(Capabilities.Mask(capabilities), native, new Version(6, 1)));
        ulong[] expected = SeccompCompiler.Compile(podmans, native).Instructions.ToArray();
        ulong[] actual = SeccompCompiler.Compile(DefaultProfile.Create(capabilities, native), native).Instructions.ToArray();
        foreach (SystemCall call in EveryCall.Of(podmans))
        {
            (uint theirs, uint ours) = (BpfInterpreter.Run(expected, call), BpfInterpreter.Run(actual, call));
            Assert.True(theirs == ours, $"{call} on {native}: {ours:x} instead of {theirs:x}");
        }
    }

    [Fact]
    public void It_names_only_calls_that_exist() =>
        Assert.Empty(SeccompCheck.UnknownCalls(DefaultProfile.Create(Capabilities.All, SyscallAbis.Native)));

    private static byte[] ReadPodmansProfile()
    {
        Assert.SkipUnless(File.Exists(PodmansProfile), $"Podman's profile is not installed at {PodmansProfile}.");
        byte[] file = File.ReadAllBytes(PodmansProfile);
        Assert.SkipUnless(Convert.ToHexStringLower(SHA256.HashData(file)) == Hash, "Another version of Podman's profile is installed.");
        return file;
    }
}
