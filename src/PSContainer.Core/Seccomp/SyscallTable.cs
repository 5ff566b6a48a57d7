using static PSContainer.Seccomp.SyscallNumbers;

namespace PSContainer.Seccomp;

/// <summary>
/// The system calls of Linux 7.1 and before, by the names of the kernel's tables. Switches instead of a dictionary: nothing
/// is built when a launch begins.
/// </summary>
internal static partial class SyscallTable
{
    /// <summary>The newest kernel whose calls are in the table.</summary>
    public const string KernelVersion = "7.1";

    /// <summary>The numbers of a call; not <see cref="SyscallNumbers.IsKnown"/> where the name is unknown.</summary>
    public static SyscallNumbers Find(string name)
    {
        if (name.Length == 0)
        {
            return default;
        }

        return name[0] switch
        {
            <= 'f' => AToF(name),
            <= 'l' => GToL(name),
            <= 'r' => MToR(name),
            _ => SToZ(name),
        };
    }
}
