using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch;

/// <summary>
/// The options of one mount, read: attributes for <c>mount_setattr(2)</c>, and what is left as data for the file system.
/// </summary>
internal sealed unsafe class MountOptions
{
    /// <summary>Attributes of the mount itself to set and to clear (MOUNT_ATTR_*).</summary>
    public ulong Set { get; set; }

    /// <inheritdoc cref="Set"/>
    public ulong Clear { get; set; }

    /// <summary>Attributes of the mount and everything mounted below it (<c>rro</c>, <c>rnosuid</c> …).</summary>
    public ulong RecursiveSet { get; set; }

    /// <inheritdoc cref="RecursiveSet"/>
    public ulong RecursiveClear { get; set; }

    /// <summary>What of an existing tree is shown elsewhere: nothing, one mount, or all that is below it too.</summary>
    public bool Bind { get; set; }

    /// <inheritdoc cref="Bind"/>
    public bool RecursiveBind { get; set; }

    /// <summary>Only the attributes of a mount that is there change (<c>remount</c>).</summary>
    public bool Remount { get; set; }

    /// <summary>A link as the source is bound as a link's own file, not followed (<c>src-nofollow</c>).</summary>
    public bool SourceNoFollow { get; set; }

    /// <summary>A link as the target is covered itself, not followed (<c>dest-nofollow</c>).</summary>
    public bool DestinationNoFollow { get; set; }

    /// <summary>A link as the source is made anew as a link (<c>copy-symlink</c>).</summary>
    public bool CopySymlink { get; set; }

    /// <summary>What was in the target's folder is copied into the new file system (<c>tmpcopyup</c>).</summary>
    public bool CopyUp { get; set; }

    /// <summary>Owners are shown by a map of ids (<c>idmap</c>, or maps of the mount).</summary>
    public bool IdMap { get; set; }

    /// <summary>By the same map in everything mounted below (<c>ridmap</c>).</summary>
    public bool RecursiveIdMap { get; set; }

    /// <summary>The map as crun writes it in the option: <c>uids=0-1000-1;gids=0-1000-1</c>; or null.</summary>
    public string? IdMapText { get; set; }

    /// <summary>How later mounts below it show elsewhere; null leaves what it is.</summary>
    public MountPropagation? Propagation { get; set; }

    /// <summary>Flags of the file system as a whole: <c>sync</c>, <c>lazytime</c> …</summary>
    public List<string> FileSystemFlags { get; } = [];

    /// <summary>Options that only the file system knows, such as <c>size=64m</c>.</summary>
    public List<string> Data { get; } = [];

    /// <summary>The options as they were given, for texts: <c> (ro, nosuid)</c> or nothing.</summary>
    public string Text { get; set; } = "";

    /// <summary>Sets the attributes on a mount that is still detached.</summary>
    public void ApplyAttributes(int mount, string path)
    {
        if ((Set | Clear) != 0)
        {
            var attributes = new MountAttr { Set = Set, Clear = Clear };
            LinuxException.Check(MountSetAttr(mount, 0, &attributes), "mount_setattr", path);
        }

        ApplyRecursiveAttributes(mount, path);
    }

    /// <summary>Sets the attributes that are meant for everything mounted below, too.</summary>
    public void ApplyRecursiveAttributes(int mount, string path)
    {
        if ((RecursiveSet | RecursiveClear) != 0)
        {
            var attributes = new MountAttr { Set = RecursiveSet, Clear = RecursiveClear };
            LinuxException.Check(MountSetAttr(mount, AT_RECURSIVE, &attributes), "mount_setattr", path);
        }
    }

    /// <summary>Sets how mounts made later below it show elsewhere.</summary>
    public void ApplyPropagation(int mount, string path)
    {
        if (Propagation is { } propagation)
        {
            var attributes = new MountAttr { Propagation = propagation.Type() };
            int flags = propagation.IsRecursive() ? AT_RECURSIVE : 0;
            LinuxException.Check(MountSetAttr(mount, flags, &attributes), "mount_setattr", path);
        }
    }
}
