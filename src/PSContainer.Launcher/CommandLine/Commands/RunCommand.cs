using PSContainer.Launcher.Container;
using PSContainer.Protocol;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>run</c>: makes a container and starts it; watches it to its end, or leaves it.</summary>
internal sealed class RunCommand : Command, ILaunchReporter
{
    private readonly BundleOptions _bundle = new();
    private readonly CommandOption _detach = CommandOption.Flag("detach", "leave the container to itself", 'd');
    private readonly CommandOption _keep = CommandOption.Flag("keep", "keep what is known of the container when it has ended");

    public override string Name => "run";

    public override string Summary => "create and run a container";

    public override CommandOption[] Options => [.. _bundle.All, _detach, _keep];

    public int CallerSocket => -1;

    public override bool Enters => true;

    public override int Run(CommandCall call)
    {
        Bundle bundle = _bundle.Load(call);
        using ConsoleRelay? relay = _bundle.OpenConsole(bundle.Spec, _detach.IsSet);
        MakerOptions options = bundle.Options with
        {
            Leaves = _detach.IsSet, ConsoleSocket = relay?.Socket ?? -1, RelaysConsole = relay?.IsOwn == true,
            Trace = call.Log.IsDebug ? call.Log.Debug : null, Warn = call.Log.Warn,
            Keeps = _keep.IsSet,
        };
        using var maker = new ContainerMaker(bundle.Request, bundle.Spec, bundle.Document, options);
        return _detach.IsSet ? Detach(maker) : Watch(bundle, maker, relay);
    }

    public void Created(int pid, bool hasCopiedRoot)
    {
    }

    public void Exited(ExitResult result)
    {
    }

    private int Detach(ContainerMaker maker)
    {
        int pid = maker.Make();
        CreateCommand.WritePid(maker, pid, _bundle);
        maker.RunPoststart(pid);
        return 0;
    }

    private int Watch(Bundle bundle, ContainerMaker maker, ConsoleRelay? relay)
    {
        using var launcher = new ContainerLauncher(bundle.Request, this, maker);
        bool made = false;
        try
        {
            ExitResult result = launcher.Run(pid =>
            {
                made = true;
                CreateCommand.WritePid(maker, pid, _bundle);
                relay?.Begin();
            });
            return result.Code;
        }
        catch when (!made)
        {
            relay?.BeginAfterFailure();
            throw;
        }
        finally
        {
            relay?.Finish();
        }
    }
}
