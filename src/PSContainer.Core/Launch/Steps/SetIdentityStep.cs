using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Becomes the container's user: groups first, then group, then user, each of real, effective and saved id.</summary>
/// <param name="uid">User, as the container counts.</param>
/// <param name="gid">Group, as the container counts.</param>
/// <param name="groups">Supplementary groups; null where setgroups(2) is denied (an unprivileged user namespace).</param>
/// <param name="umask">File mode creation mask; null leaves the caller's.</param>
internal sealed class SetIdentityStep(uint uid, uint gid, uint[]? groups, uint? umask) : LaunchStep
{
    public override string Name => "User";

    public override string Description =>
        $"become user {uid}, group {gid}" + (groups is { Length: > 0 } ? $" and {string.Join(", ", groups)}" : "");

    public override void Execute(LaunchContext context)
    {
        // Without it the change from uid 0 would clear the permitted set before the wanted one is set.
        LinuxException.Check(Prctl(PR_SET_KEEPCAPS, 1), "prctl(PR_SET_KEEPCAPS)");
        if (groups is not null)
        {
            LinuxException.Check(SetGroups(groups), "setgroups");
        }

        LinuxException.Check(SetResGid(gid), "setresgid");
        LinuxException.Check(SetResUid(uid), "setresuid");
        LinuxException.Check(Prctl(PR_SET_KEEPCAPS, 0), "prctl(PR_SET_KEEPCAPS)");
        if (umask is { } mask)
        {
            Tmds.Linux.LibC.umask((ushort)mask);
        }
    }
}
