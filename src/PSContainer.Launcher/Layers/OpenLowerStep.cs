using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Layers;

/// <summary>Opens the layers below through read-only mounts that are attached nowhere, before they are out of reach.</summary>
internal sealed unsafe class OpenLowerStep(IReadOnlyList<string> folders) : LaunchStep
{
    private readonly CString[] _folders = [.. folders.Select(static folder => new CString(folder))];

    public override string Name => "Layer";

    public override string Description => "open the layers below";

    /// <summary>Their descriptors, the uppermost first.</summary>
    public int[] Descriptors { get; } = new int[folders.Count];

    public override void Execute(LaunchContext context)
    {
        for (int i = 0; i < _folders.Length; i++)
        {
            fixed (byte* path = _folders[i])
            {
                int mount = LinuxException.Check(OpenTree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC), "open_tree", folders[i]);
                var attributes = new MountAttr { Set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID };
                LinuxException.Check(MountSetAttr(mount, 0, &attributes), "mount_setattr", folders[i]);
                Descriptors[i] = mount;
            }
        }
    }
}
