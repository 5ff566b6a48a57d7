using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;

namespace PSContainer.Seccomp;

/// <summary>What this kernel can do of seccomp.</summary>
internal static unsafe class SeccompSupport
{
    private const int PR_GET_SECCOMP = 21;

    /// <summary>Whether the kernel has filters of system calls at all.</summary>
    public static bool IsEnabled => Prctl(PR_GET_SECCOMP) >= 0 && Knows(0);

    /// <summary>The flags that it knows, of those that a profile can have.</summary>
    public static List<SeccompFlag> Flags()
    {
        // Nothing is done for it: a filter is loaded by the only thread of its process.
        List<SeccompFlag> flags = IsEnabled ? [SeccompFlag.Tsync] : [];
        Add(flags, SeccompFlag.Log, SeccompFlags.Log);
        Add(flags, SeccompFlag.SpecAllow, SeccompFlags.SpecAllow);
        Add(flags, SeccompFlag.WaitKillableRecv, SeccompFlags.NewListener | SeccompFlags.WaitKillableRecv);
        return flags;
    }

    private static void Add(List<SeccompFlag> flags, SeccompFlag flag, uint value)
    {
        if (Knows(value))
            flags.Add(flag);
    }

    // The kernel looks at the flags before it looks at the filter, and there is none at address 0.
    private static bool Knows(uint flags) => SeccompSetFilter(flags, null) < 0 && Marshal.GetLastPInvokeError() == Errno.EFAULT;
}
