using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    public const int BPF_PROG_LOAD = 5;
    public const int BPF_PROG_ATTACH = 8;
    public const int BPF_PROG_DETACH = 9;
    public const int BPF_PROG_GET_FD_BY_ID = 13;
    public const int BPF_PROG_QUERY = 16;

    public const uint BPF_PROG_TYPE_CGROUP_DEVICE = 15;
    public const uint BPF_CGROUP_DEVICE = 6;
    public const uint BPF_F_ALLOW_MULTI = 2;
    public const uint BPF_F_REPLACE = 4;

    /// <summary>The parts of the kernel's <c>union bpf_attr</c> that are used here; see <c>bpf(2)</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct BpfAttributes
    {
        // BPF_PROG_LOAD
        [FieldOffset(0)] public uint ProgramType;
        [FieldOffset(4)] public uint InstructionCount;
        [FieldOffset(8)] public ulong Instructions;
        [FieldOffset(16)] public ulong License;
        [FieldOffset(24)] public uint LogLevel;
        [FieldOffset(28)] public uint LogSize;
        [FieldOffset(32)] public ulong LogBuffer;

        // BPF_PROG_ATTACH, BPF_PROG_DETACH
        [FieldOffset(0)] public uint TargetFd;
        [FieldOffset(4)] public uint AttachFd;
        [FieldOffset(8)] public uint AttachType;
        [FieldOffset(12)] public uint AttachFlags;
        [FieldOffset(16)] public uint ReplaceFd;

        // BPF_PROG_QUERY
        [FieldOffset(4)] public uint QueryType;
        [FieldOffset(16)] public ulong QueryIds;
        [FieldOffset(24)] public uint QueryCount;

        // BPF_PROG_GET_FD_BY_ID
        [FieldOffset(0)] public uint ProgramId;
    }

    private static int SYS_bpf => s_x64 ? 321 : 280;

    public static int Bpf(int command, BpfAttributes* attributes) =>
        (int)(long)syscall(SYS_bpf, command, attributes, sizeof(BpfAttributes));
}
