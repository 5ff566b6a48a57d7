using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>The flags of <c>seccomp(2)</c> with which a filter is loaded (linux/seccomp.h).</summary>
internal static class SeccompFlags
{
    public const uint Log = 1 << 1;
    public const uint SpecAllow = 1 << 2;
    public const uint NewListener = 1 << 3;
    public const uint WaitKillableRecv = 1 << 5;

    /// <summary>The flags of a profile; one without a list of them gets <see cref="SpecAllow"/>, as from runc and crun.</summary>
    public static uint From(LinuxSeccomp profile, bool usesListener)
    {
        uint flags = usesListener ? NewListener : 0;
        if (usesListener && string.IsNullOrEmpty(profile.ListenerPath))
            throw SeccompError.Invalid("listenerPath", "rules with SCMP_ACT_NOTIFY need the path of a listener's socket");
        if (profile.Flags is null)
            return flags | SpecAllow;
        foreach (SeccompFlag flag in profile.Flags)
            flags |= From(flag, usesListener);
        return flags;
    }

    private static uint From(SeccompFlag flag, bool usesListener) => flag switch
    {
        // The filter is loaded by the only thread of a process that is about to become the command.
        SeccompFlag.Tsync => 0,
        SeccompFlag.Log => Log,
        SeccompFlag.SpecAllow => SpecAllow,
        SeccompFlag.WaitKillableRecv when usesListener => WaitKillableRecv,
        SeccompFlag.WaitKillableRecv => throw SeccompError.Invalid(
            "flags", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV is about a listener, but no rule has SCMP_ACT_NOTIFY"),
        _ => throw SeccompError.Invalid("flags", $"the flag {flag} is unknown"),
    };
}
