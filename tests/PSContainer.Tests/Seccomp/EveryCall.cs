using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

/// <summary>All calls of all machines that there are tables of, and numbers beyond, with arguments that a profile asks for.</summary>
internal static class EveryCall
{
    private const int LastNumber = 600;

    public static IEnumerable<SystemCall> Of(LinuxSeccomp profile)
    {
        ulong[] values = [.. Values(profile)];
        for (SyscallAbi abi = SyscallAbi.X64; abi <= SyscallAbi.Arm; abi++)
        {
            foreach (uint number in Numbers(abi))
            {
                foreach (ulong value in values)
                    yield return new SystemCall(abi.AuditArch(), number, value, 0, value);
                yield return new SystemCall(abi.AuditArch(), number, 16, 0, 9);
                yield return new SystemCall(abi.AuditArch(), number, 2, 0, 9);
            }
        }
    }

    private static IEnumerable<uint> Numbers(SyscallAbi abi)
    {
        uint bit = abi == SyscallAbi.X32 ? SyscallAbis.X32Bit : 0;
        IEnumerable<uint> numbers = Enumerable.Range(0, LastNumber).Select(n => (uint)n | bit);
        return abi == SyscallAbi.Arm ? numbers.Concat(Enumerable.Range(0xF0000, 16).Select(n => (uint)n)) : numbers;
    }

    private static IEnumerable<ulong> Values(LinuxSeccomp profile) =>
        (profile.Syscalls ?? []).SelectMany(s => s.Args ?? []).Select(a => a.Value).Append(1UL).Append(ulong.MaxValue).Distinct();
}
