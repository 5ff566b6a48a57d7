using PSContainer.Errors;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Copying;

/// <summary>What all files of one copy have in common: whose they become, and who is told.</summary>
/// <param name="from">Where they are.</param>
/// <param name="to">Where they go.</param>
internal sealed unsafe class CopyJob(CopyPlace from, CopyPlace to)
{
    private const uint Permissions = 0x1ff;
    private const uint PermissionsAndMore = 0xfff;

    /// <summary>Told the path and the bytes copied since it was last told.</summary>
    public required Action<string, long> Progress { get; init; }

    /// <summary>Told of what cannot be copied while the rest goes on.</summary>
    public required Action<ContainerException> Error { get; init; }

    /// <summary>Whether to stop.</summary>
    public required CancellationToken Cancel { get; init; }

    private readonly CopiedAttributes _attributes = new();

    /// <summary>Gives what was copied the owner, the attributes, the mode and the times of what it was copied from.</summary>
    /// <param name="original">The original.</param>
    /// <param name="file">The copy.</param>
    /// <param name="status">Of the original.</param>
    /// <param name="path">For messages.</param>
    public void Finish(int original, int file, in stat status, string path)
    {
        uint? user = Translate((uint)status.st_uid, from.Users, to.Users), group = Translate((uint)status.st_gid, from.Groups, to.Groups);
        bool owned = user is { } u && group is { } g && fchown(file, u, g) == 0;
        bool keepsRights = owned && !from.IsContainer;
        _attributes.Copy(original, file, withCapabilities: keepsRights && to.Users.AreSame);

        // Without its owner a program that runs with its owner's rights would run with the caller's; and what a container says shall not
        // run with anybody's but the caller's on the host.
        uint mode = (uint)status.st_mode & (keepsRights ? PermissionsAndMore : Permissions);
        LinuxException.Check(fchmod(file, (ushort)mode), "fchmod", path);
        timespec* times = stackalloc timespec[2] { status.st_atim, status.st_mtim };
        LinuxException.Check(futimens(file, times), "futimens", path);
    }

    /// <summary>The same of a link, which has only an owner; left as it is where the caller may not give it away.</summary>
    public void FinishLink(int folder, byte* name, in stat status)
    {
        if (Translate((uint)status.st_uid, from.Users, to.Users) is { } user && Translate((uint)status.st_gid, from.Groups, to.Groups) is { } group)
        {
            _ = fchownat(folder, name, user, group, AT_SYMLINK_NOFOLLOW);
        }
    }

    // By the numbers that the container sees, on either side.
    private static uint? Translate(uint owner, CopyOwners from, CopyOwners to) => from.ToInside(owner) is { } inside ? to.ToOutside(inside) : null;
}
