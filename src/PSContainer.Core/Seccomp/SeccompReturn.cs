using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>What a filter returns to the kernel: the action in the upper half, its number in the lower one (linux/seccomp.h).</summary>
internal static class SeccompReturn
{
    public const uint KillProcess = 0x80000000;
    public const uint KillThread = 0x00000000;
    public const uint Trap = 0x00030000;
    public const uint Errno = 0x00050000;
    public const uint Notify = 0x7FC00000;
    public const uint Trace = 0x7FF00000;
    public const uint Log = 0x7FFC0000;
    public const uint Allow = 0x7FFF0000;

    /// <summary>The call is unknown.</summary>
    public const uint NoSuchCall = Errno | Errors.Errno.ENOSYS;

    // The kernel cuts a larger one down to it (linux/err.h, MAX_ERRNO).
    private const uint MaxErrno = 4095;

    /// <summary>The value for an action of a profile; EPERM where the profile names no errno.</summary>
    /// <param name="action">The action.</param>
    /// <param name="errno">The errno that the profile names.</param>
    /// <param name="rule">The rule's index in the profile, negative for the default action.</param>
    public static uint From(SeccompAction action, uint? errno, int rule)
    {
        if (errno is uint number)
            CheckNumber(action, number, rule);
        return action switch
        {
            SeccompAction.Kill or SeccompAction.KillThread => KillThread,
            SeccompAction.KillProcess => KillProcess,
            SeccompAction.Trap => Trap,
            SeccompAction.Errno => Errno | (errno ?? Errors.Errno.EPERM),
            SeccompAction.Trace => Trace | (errno ?? Errors.Errno.EPERM),
            SeccompAction.Notify => Notify,
            SeccompAction.Log => Log,
            SeccompAction.Allow => Allow,
            _ => throw SeccompError.Invalid(rule, $"the action {action} is unknown"),
        };
    }

    /// <summary>Whether calls go through under it, be it watched.</summary>
    public static bool IsPermissive(uint action) => (action & 0xFFFF0000) is Allow or Log or Trace;

    /// <summary>Whether it leaves less to the caller than another; the kernel's own order, in which "kill process" is lowest.</summary>
    public static bool IsStricter(uint action, uint than) => (int)(action & 0xFFFF0000) < (int)(than & 0xFFFF0000);

    private static void CheckNumber(SeccompAction action, uint number, int rule)
    {
        // The specification: an errno for an action that gives none is an error.
        if (action is not (SeccompAction.Errno or SeccompAction.Trace))
            throw SeccompError.Invalid(rule, $"an errno is given, but the action {action} returns none");
        uint max = action == SeccompAction.Errno ? MaxErrno : ushort.MaxValue;
        if (number > max)
            throw SeccompError.Invalid(rule, $"the errno {number} is too large: at most {max} can be returned");
    }
}
