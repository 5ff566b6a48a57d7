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

    /// <summary>A link as the source is bound as a link's own file, not followed (<c>src-nofollow</c>).</summary>
    public bool SourceNoFollow { get; set; }

    /// <summary>How later mounts below it show elsewhere; null leaves what it is.</summary>
    public MountPropagation? Propagation { get; set; }

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
