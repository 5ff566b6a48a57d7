using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed class ProfileHashTests
{
    public static TheoryData<string> Changes => [.. s_changes.Keys];

    private static readonly Dictionary<string, Action<LinuxSeccomp>> s_changes = new()
    {
        ["default action"] = p => p.DefaultAction = SeccompAction.Kill,
        ["default errno"] = p => p.DefaultErrnoRet = 1,
        ["no default errno"] = p => p.DefaultErrnoRet = null,
        ["architectures"] = p => p.Architectures!.RemoveAt(1),
        ["no architectures"] = p => p.Architectures = null,
        ["flags"] = p => p.Flags = [],
        ["listener"] = p => p.ListenerPath = "/run/agent",
        ["action"] = p => p.Syscalls![0].Action = SeccompAction.Log,
        ["errno"] = p => p.Syscalls![0].ErrnoRet = 7,
        ["a name less"] = p => p.Syscalls![0].Names.RemoveAt(0),
        ["names joined"] = p => p.Syscalls![0].Names = ["readwrite"],
        ["a name in the next rule"] = p => (p.Syscalls![0].Names, p.Syscalls[1].Names) = (["read"], ["write", "open"]),
        ["argument"] = p => p.Syscalls![1].Args![0].Index = 1,
        ["operator"] = p => p.Syscalls![1].Args![0].Op = SeccompOperator.NotEqual,
        ["value"] = p => p.Syscalls![1].Args![0].Value = 1UL << 32,
        ["second value"] = p => p.Syscalls![1].Args![0].ValueTwo = 1,
        ["no conditions"] = p => p.Syscalls![1].Args = null,
    };

    [Fact]
    public void It_is_the_same_for_the_same_profile_in_every_process()
    {
        string hash = ProfileHash.Of(Profile(), SyscallAbi.X64);
        // Another one is due when the compiler or the table changes, and only then.
        Assert.StartsWith("b14ff5080dc810324dad597efad012d2", hash, StringComparison.Ordinal);
        Assert.Equal(64, hash.Length);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void It_changes_with_everything_that_matters(string change)
    {
        LinuxSeccomp profile = Profile();
        s_changes[change](profile);
        Assert.NotEqual(ProfileHash.Of(Profile(), SyscallAbi.X64), ProfileHash.Of(profile, SyscallAbi.X64));
    }

    [Fact]
    public void It_is_another_on_another_machine() =>
        Assert.NotEqual(ProfileHash.Of(Profile(), SyscallAbi.X64), ProfileHash.Of(Profile(), SyscallAbi.Arm64));

    [Fact]
    public void Hashes_are_SHA_256()
    {
        var random = new Random(1);
        for (int length = 0; length < 300; length++)
        {
            byte[] data = new byte[length];
            random.NextBytes(data);
            Assert.Equal(System.Security.Cryptography.SHA256.HashData(data), Sha256.Hash(data));
        }
    }

    private static LinuxSeccomp Profile() => new()
    {
        DefaultAction = SeccompAction.Errno,
        DefaultErrnoRet = 38,
        Architectures = [SeccompArch.X64, SeccompArch.X86],
        Syscalls =
        [
            new LinuxSyscall { Names = ["read", "write"], Action = SeccompAction.Allow },
            new LinuxSyscall
            {
                Names = ["open"],
                Action = SeccompAction.Allow,
                Args = [new LinuxSeccompArg { Index = 0, Op = SeccompOperator.EqualTo, Value = 5 }],
            },
        ],
    };
}
