using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace PSContainer.Interop;

internal static unsafe partial class Interop
{
    private const uint LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    [StructLayout(LayoutKind.Sequential)]
    private struct CapabilityHeader
    {
        public uint Version;
        public int Pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct CapabilityData
    {
        public uint Effective0, Permitted0, Inheritable0;
        public uint Effective1, Permitted1, Inheritable1;
    }

    // The C library's set*id functions signal every thread that it believes to exist. A forked child has one: ask the kernel.
    public static int SetResUid(uint uid) => (int)(long)syscall(SYS_setresuid, uid, uid, uid);

    public static int SetResGid(uint gid) => (int)(long)syscall(SYS_setresgid, gid, gid, gid);

    public static int SetGroups(ReadOnlySpan<uint> groups)
    {
        fixed (uint* list = groups)
        {
            return (int)(long)syscall(SYS_setgroups, groups.Length, list);
        }
    }

    /// <summary>The calling thread's permitted capabilities; see <c>capget(2)</c>.</summary>
    public static int CapGetPermitted(out ulong permitted)
    {
        var header = new CapabilityHeader { Version = LINUX_CAPABILITY_VERSION_3 };
        CapabilityData data;
        int result = (int)(long)syscall(SYS_capget, &header, &data);
        permitted = ((ulong)data.Permitted1 << 32) | data.Permitted0;
        return result;
    }

    /// <summary>Sets the calling thread's capability sets, bit n standing for capability n; see <c>capset(2)</c>.</summary>
    public static int CapSet(ulong effective, ulong permitted, ulong inheritable)
    {
        var header = new CapabilityHeader { Version = LINUX_CAPABILITY_VERSION_3 };
        var data = new CapabilityData
        {
            Effective0 = (uint)effective, Permitted0 = (uint)permitted, Inheritable0 = (uint)inheritable,
            Effective1 = (uint)(effective >> 32), Permitted1 = (uint)(permitted >> 32), Inheritable1 = (uint)(inheritable >> 32),
        };
        return (int)(long)syscall(SYS_capset, &header, &data);
    }
}
