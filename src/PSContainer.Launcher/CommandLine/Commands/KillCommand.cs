using PSContainer.Cgroups;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Oci;
using PSContainer.Signals;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>kill</c>: sends a signal to a container's first process, or to all.</summary>
internal sealed class KillCommand : Command
{
    private readonly CommandOption _all = CommandOption.Flag("all", "signal every process of the container", 'a');
    private readonly CommandOption _regex = CommandOption.Flag("regex", "CONTAINER is a regular expression", 'r');

    public override string Name => "kill";

    public override string Summary => "send a signal to a container's first process (SIGTERM by default)";

    public override string Operands => "CONTAINER [SIGNAL]";

    public override (int Least, int Most) OperandCount => (1, 2);

    public override CommandOption[] Options => [_all, _regex];

    public override int Run(CommandCall call)
    {
        string word = call.Operands.Count > 1 ? call.Operands[1] : "TERM";
        int signal = word == "0" ? 0 : SignalName.Parse(word);
        foreach (string id in ContainerChoice.Find(call, _regex.IsSet))
        {
            using StoredContainer container = StoredContainer.Open(call.Global.Root, id);
            Kill(container, signal);
        }

        return 0;
    }

    // Without a PID namespace of its own, the end of the first process does not end the others: SIGKILL means all of them.
    private void Kill(StoredContainer container, int signal)
    {
        bool toAll = _all.IsSet || (signal == SIGKILL && !HasOwnPids(container));
        if (toAll && container.Cgroup is { } cgroup)
        {
            SignalAll(cgroup, signal);
        }
        else if (container.IsAlive || !_all.IsSet)
        {
            using ProcessHandle process = container.OpenProcess();
            process.Send(signal);
        }

        if (signal == SIGKILL && container.Cgroup is { IsFrozen: true } frozen)
        {
            // Version 1 delivers it only to those that run.
            frozen.Thaw();
        }
    }

    private static void SignalAll(Cgroup cgroup, int signal)
    {
        if (signal == SIGKILL)
        {
            cgroup.Kill();
        }
        else
        {
            cgroup.Signal(signal);
        }
    }

    private static bool HasOwnPids(StoredContainer container) =>
        container.ReadSpec()?.Linux?.Namespaces?.Exists(static item => item is { Type: NamespaceKind.Pid, Path: null }) != false;
}
