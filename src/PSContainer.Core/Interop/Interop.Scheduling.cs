using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private const int IOPRIO_WHO_PROCESS = 1;
    private const int IOPRIO_CLASS_SHIFT = 13;

    private static int SYS_sched_setattr => s_x64 ? 314 : 274;

    private static int SYS_sched_setaffinity => s_x64 ? 203 : 122;

    private static int SYS_ioprio_set => s_x64 ? 251 : 30;

    private static int SYS_set_mempolicy => s_x64 ? 238 : 237;

    private static int SYS_personality => s_x64 ? 135 : 92;

    /// <summary>The kernel's <c>struct sched_attr</c>, see <c>sched_setattr(2)</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SchedulerAttributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
        public uint LeastUtilization;
        public uint MostUtilization;
    }

    /// <summary>Sets how a process is scheduled.</summary>
    public static int SetScheduler(int pid, SchedulerAttributes* attributes) =>
        (int)(long)syscall(SYS_sched_setattr, pid, attributes, 0);

    /// <summary>Sets which processors a process may run on, a bit for each.</summary>
    public static int SetAffinity(int pid, ReadOnlySpan<byte> processors)
    {
        fixed (byte* mask = processors)
        {
            return (int)(long)syscall(SYS_sched_setaffinity, pid, processors.Length, mask);
        }
    }

    /// <summary>Sets the priority of a process's input and output; see <c>ioprio_set(2)</c>.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="kind">1 real-time, 2 best effort, 3 idle.</param>
    /// <param name="level">0, the highest, to 7.</param>
    public static int SetIOPriority(int pid, int kind, int level) =>
        (int)(long)syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, pid, (kind << IOPRIO_CLASS_SHIFT) | level);

    /// <summary>Sets from which nodes the calling process takes memory; see <c>set_mempolicy(2)</c>.</summary>
    public static int SetMemoryPolicy(int mode, ReadOnlySpan<byte> nodes)
    {
        fixed (byte* mask = nodes)
        {
            return (int)(long)syscall(SYS_set_mempolicy, mode, mask, nodes.IsEmpty ? 0 : (nodes.Length * 8) + 1);
        }
    }

    /// <summary>Sets the execution domain of the calling process; see <c>personality(2)</c>.</summary>
    public static int SetPersonality(uint persona) => (int)(long)syscall(SYS_personality, persona);
}
