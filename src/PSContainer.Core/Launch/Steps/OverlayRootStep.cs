using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch.Layers;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Puts the root together from shared folders and the container's own, and attaches it where it can become the root.</summary>
/// <param name="layers">The folders.</param>
/// <param name="userAttributes">Whether the kernel's notes in them are in attributes that files of any user may have.</param>
internal sealed unsafe class OverlayRootStep(RootLayers layers, bool userAttributes) : LaunchStep, IOutsideStep
{
    private readonly LayeredFileSystem _root = new(layers, userAttributes);

    /// <summary>Whether the launcher makes it, in the process's mount namespace, with the shared folders' owners as the container counts.</summary>
    public bool OpensOutside { get; init; }

    public bool IsInside => true;

    public DeviceNode? Device => null;

    public override bool NeedsLauncher => OpensOutside;

    public override string Name => "Overlay";

    public override string Description =>
        $"mount an overlay of {Count} as the root, {(layers.InMemory ? "what is made in it kept in memory" : $"changes kept in {layers.Folder}/upper")}"
        + (OpensOutside ? ", the layers' owners shown as the container counts" : "");

    private string Count => layers.Lower.Count == 1 ? "1 layer" : $"{layers.Lower.Count} layers";

    public override void Execute(LaunchContext context)
    {
        int tree = OpensOutside ? context.Peer!.Open(context.StepIndex) : _root.Create();
        fixed (byte* slash = "/\0"u8)
        {
            int target = LinuxException.Check(open(slash, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", "/");
            LinuxException.Check(MoveMount(tree, target), "move_mount", "/");
            close(target);
        }

        context.Root = tree;
    }

    public int OpenOutside(OutsideContext context)
    {
        string text = $"/proc/{context.ProcessId}/ns/user";
        fixed (byte* path = new CString(text))
        {
            int map = LinuxException.Check(open(path, O_RDONLY | O_CLOEXEC), "open", text);
            int tree = _root.Create(context.ProcessId, map);
            close(map);
            return tree;
        }
    }
}
