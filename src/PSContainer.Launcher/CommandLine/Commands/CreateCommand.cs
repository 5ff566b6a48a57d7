using System.Globalization;
using PSContainer.Launcher.Container;
using PSContainer.Launcher.Process;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>create</c>: makes a container whose command waits for <c>start</c>.</summary>
internal sealed class CreateCommand : Command
{
    private readonly BundleOptions _bundle = new();

    public override string Name => "create";

    public override string Summary => "create a container";

    public override CommandOption[] Options => _bundle.All;

    public override bool Enters => true;

    public override int Run(CommandCall call)
    {
        Bundle bundle = _bundle.Load(call);
        using ConsoleRelay? relay = _bundle.OpenConsole(bundle.Spec, leaves: true);
        MakerOptions options = bundle.Options with
        {
            Leaves = true, AwaitsStart = true, ConsoleSocket = relay?.Socket ?? -1,
            Trace = call.Log.IsDebug ? call.Log.Debug : null, Warn = call.Log.Warn,
        };
        using var maker = new ContainerMaker(bundle.Request, bundle.Spec, bundle.Document, options);
        int pid = maker.Make();
        WritePid(maker, pid, _bundle);
        return 0;
    }

    /// <summary>Tells the caller the process; where that fails, there is no container.</summary>
    public static void WritePid(ContainerMaker maker, int pid, BundleOptions bundle)
    {
        try
        {
            if (bundle.PidFile is { } file)
            {
                HostFile.Write(file, pid.ToString(CultureInfo.InvariantCulture));
            }

            PidfdSocket.Send(bundle.PidfdSocket, pid);
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            maker.Remove();
            throw;
        }
    }
}
