using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Launcher.Process;
using PSContainer.Layers;
using PSContainer.Layers.Files;
using PSContainer.Layers.Tar;
using PSContainer.Protocol;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Layers;

/// <summary>Does what was asked of a layer, in a process whose root is its folder, tells the module, and ends.</summary>
/// <param name="request">What was asked.</param>
/// <param name="lower">The layers below; null where they are not at hand.</param>
/// <param name="socket">The module's socket.</param>
internal sealed unsafe class LayerStep(LayerRequest request, OpenLowerStep? lower, int socket) : LaunchStep
{
    public override string Name => "Layer";

    public override string Description => "write the layer's files";

    public override void Execute(LaunchContext context)
    {
        LauncherMessage message;
        try
        {
            message = new LauncherMessage { Kind = LauncherMessageKind.LayerDone, Layer = Act(OpenRoot()) };
        }
        catch (ContainerException error)
        {
            message = new LauncherMessage { Kind = LauncherMessageKind.Failed, Failure = LaunchFailure.From(error) };
        }
        catch (LinuxException error)
        {
            message = new LauncherMessage { Kind = LauncherMessageKind.Failed, Failure = LaunchFailure.From(LayerErrors.Failed("/"u8, error)) };
        }

        Send(message);
        ChildProcess.Exit(0);
    }

    private UnpackResult Act(int root)
    {
        switch (request.Action)
        {
            case LayerAction.Unpack:
                return new LayerApplier(new DescriptorSource(STDIN_FILENO), root, lower?.Descriptors, request.Options).Run();
            case LayerAction.Pack:
                return new LayerPacker(STDOUT_FILENO, request.Options.UserAttributes).Run(root);
            default:
                TreeRemoval.Empty(root);
                return new UnpackResult();
        }
    }

    private static int OpenRoot()
    {
        fixed (byte* path = "/\0"u8)
        {
            return LinuxException.Check(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open", "/");
        }
    }

    // A caller that is gone has no use for it.
    private void Send(LauncherMessage message)
    {
        try
        {
            FrameChannel.Send(socket, message.Write);
        }
        catch (LinuxException error) when (error.ErrorNumber is Errno.EPIPE or Errno.ECONNRESET)
        {
        }
    }
}
