using System.Globalization;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>exec</c>: runs one more process in a container.</summary>
internal sealed class ExecCommand : Command, ILaunchReporter
{
    private readonly ExecProcessOptions _process = new();
    private readonly CommandOption _console = CommandOption.Value("console-socket", "SOCKET", "unix socket that takes the terminal's other end");
    private readonly CommandOption _detach = CommandOption.Flag("detach", "leave the process to itself", 'd');
    private readonly CommandOption _pidFile = CommandOption.Value("pid-file", "FILE", "file that the process id is written to");
    private readonly CommandOption _pidfdSocket = CommandOption.Value("pidfd-socket", "SOCKET", "unix socket that takes a pidfd of the process");
    private readonly CommandOption _preserve = CommandOption.Value("preserve-fds", "N", "descriptors from 3 on that the process gets");
    private readonly CommandOption _cgroup = CommandOption.Value("cgroup", "PATH", "cgroup below the container's: [CONTROLLER:]PATH");
    private readonly CommandOption _ignorePaused = CommandOption.Flag("ignore-paused", "wait with a container that is paused");

    public override string Name => "exec";

    public override string Summary => "execute a new process in a running container";

    public override string Operands => "CONTAINER COMMAND [ARGUMENT]...";

    public override (int Least, int Most) OperandCount => (1, int.MaxValue);

    public override int OperandsBeforeEnd => 1;

    // As other runtimes: what a command itself ends with is nearly always less.
    public override int FailureCode => 255;

    public override CommandOption[] Options =>
        [.. _process.All, _console, _detach, _pidFile, _pidfdSocket, _preserve, _cgroup, _ignorePaused];

    public int CallerSocket => -1;

    public override bool Enters => true;

    public override int Run(CommandCall call)
    {
        ContainerTarget target = ContainerTarget.Open(call.Global.Root, call.Id);
        ProcessSpec process = _process.Create(target, call.Operands.Skip(1));
        string? pidFile = _pidFile.Text is { Length: > 0 } path ? Path.GetFullPath(path) : null;
        CapabilityWarnings.Tell(process.Capabilities, call.Log);
        using ConsoleRelay? relay = ConsoleRelay.For(process, _detach.IsSet, _console.Text);
        var options = new ExecutorOptions
        {
            Leaves = _detach.IsSet, AsOtherRuntimes = true, IgnoresPause = _ignorePaused.IsSet, ConsoleSocket = relay?.Socket ?? -1,
            RelaysConsole = relay?.IsOwn == true,
            PreservedDescriptors = PreservedDescriptors.Take(_preserve, process), Cgroups = _cgroup.Values,
            Trace = call.Log.IsDebug ? call.Log.Debug : null,
            Made = pid =>
            {
                if (pidFile is not null)
                {
                    HostFile.Write(pidFile, pid.ToString(CultureInfo.InvariantCulture));
                }

                PidfdSocket.Send(_pidfdSocket.Text, pid);
                relay?.Begin();
            },
        };
        ExitResult result = new ContainerExecutor(target, process, this, options).Run();
        relay?.Finish();
        return result.Code;
    }

    public void Created(int pid, bool hasCopiedRoot)
    {
    }

    public void Exited(ExitResult result)
    {
    }
}
