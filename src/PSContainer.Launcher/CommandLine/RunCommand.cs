using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>pscontainer run</c>: a container from a bundle, in the foreground.</summary>
internal sealed class RunCommand : ILaunchReporter
{
    private RunCommand()
    {
    }

    public int CallerSocket => -1;

    public static int Run(ReadOnlySpan<string> args)
    {
        string root = StateRoot.OfUser(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")).Path, bundle = ".", id = "";
        while (args.Length > 0)
        {
            switch (args[0])
            {
                case "--root" when args.Length > 1: root = args[1]; args = args[2..]; break;
                case "--bundle" or "-b" when args.Length > 1: bundle = args[1]; args = args[2..]; break;
                default: id = args[0]; args = args[1..]; break;
            }
        }

        bundle = Path.GetFullPath(bundle);
        var request = new LaunchRequest { Id = id, StateRoot = root, Bundle = bundle };
        return new ContainerLauncher(request, File.ReadAllBytes(Path.Combine(bundle, "config.json")), new RunCommand()).Run().Code;
    }

    public void Created(int pid)
    {
    }

    public void Exited(ExitResult result)
    {
    }
}
