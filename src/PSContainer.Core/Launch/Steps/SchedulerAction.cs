using PSContainer.Errors;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Sets how the process is scheduled; see <c>sched_setattr(2)</c>.</summary>
internal sealed unsafe class SchedulerAction(SchedulerSpec scheduler) : OutsideAction
{
    public override string Name => "Scheduler";

    public override string Description => $"schedule by {Words.SchedulerPolicies[(int)scheduler.Policy]}";

    // A process of SCHED_DEADLINE may not clone.
    public override OutsideMoment Moment => OutsideMoment.BeforeCommand;

    public override void Execute(int pid)
    {
        var attributes = new SchedulerAttributes
        {
            Size = (uint)sizeof(SchedulerAttributes), Policy = (uint)scheduler.Policy, Nice = scheduler.Nice ?? 0,
            Priority = (uint)(scheduler.Priority ?? 0), Runtime = scheduler.Runtime ?? 0, Deadline = scheduler.Deadline ?? 0,
            Period = scheduler.Period ?? 0,
        };
        // The enumerations are in the order of the kernel's numbers and bits.
        foreach (SchedulerFlag flag in scheduler.Flags ?? [])
        {
            attributes.Flags |= 1UL << (int)flag;
        }

        LinuxException.Check(SetScheduler(pid, &attributes), "sched_setattr", Words.SchedulerPolicies[(int)scheduler.Policy]);
    }
}
