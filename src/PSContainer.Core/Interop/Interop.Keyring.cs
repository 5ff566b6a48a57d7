using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private const int KEYCTL_JOIN_SESSION_KEYRING = 1;

    private static int SYS_keyctl => s_x64 ? 250 : 219;

    /// <summary>Leaves the session keyring for a new one without a name; see <c>keyctl(2)</c>.</summary>
    /// <returns>Its id, or -1 with errno.</returns>
    public static int JoinNewSessionKeyring() => (int)(long)syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, null);
}
