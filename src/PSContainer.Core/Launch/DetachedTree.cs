using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch;

/// <summary>Copies of mounts that are attached nowhere yet.</summary>
internal static unsafe class DetachedTree
{
    /// <summary>
    /// Cuts the ties that a copy of the host's mounts has to them. Where systemd runs the host's are shared: what a container mounted
    /// on the copy would show on the host, and the copy could not become a root (pivot_root(2), EINVAL).
    /// </summary>
    /// <param name="tree">A detached tree; closed when this fails.</param>
    /// <param name="source">What it is a copy of.</param>
    /// <returns>The tree.</returns>
    public static int MakePrivate(int tree, string source)
    {
        var attributes = new MountAttr { Propagation = MountPropagation.Private.Type() };
        if (MountSetAttr(tree, AT_RECURSIVE, &attributes) < 0)
        {
            var error = LinuxException.FromLastError("mount_setattr", source);
            Tmds.Linux.LibC.close(tree);
            throw error;
        }

        return tree;
    }
}
