using PSContainer.Errors;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Sets the priority of the process's input and output; see <c>ioprio_set(2)</c>.</summary>
internal sealed class IOPriorityAction(LinuxIOPriority priority) : OutsideAction
{
    public override string Name => "IOPriority";

    public override string Description => $"set the input/output priority {Words.IOPriorities[(int)priority.Class]} {priority.Priority}";

    public override void Execute(int pid) =>
        LinuxException.Check(SetIOPriority(pid, (int)priority.Class + 1, priority.Priority), "ioprio_set", Words.IOPriorities[(int)priority.Class]);
}
