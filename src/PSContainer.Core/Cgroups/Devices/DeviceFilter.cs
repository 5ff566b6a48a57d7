using System.Runtime.InteropServices;
using System.Text;
using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Cgroups;

/// <summary>Loads device programs and attaches them to version 2 groups.</summary>
internal static unsafe class DeviceFilter
{
    private const int MostPrograms = 64; // the kernel's own limit for one group

    /// <summary>Puts a program on a group in the place of the one that we may have put there before.</summary>
    /// <exception cref="LinuxException">The kernel would not have it.</exception>
    public static void Set(CgroupDirectory group, ulong[] program)
    {
        int descriptor = Load(program);
        try
        {
            uint[] earlier = Query(group.Descriptor);
            if (earlier.Length != 1 || !Replace(group.Descriptor, descriptor, earlier[0]))
            {
                Check(Attach(group.Descriptor, descriptor, BPF_F_ALLOW_MULTI, 0), "BPF_PROG_ATTACH");
                DetachAll(group.Descriptor, earlier);
            }
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static int Load(ulong[] program)
    {
        fixed (ulong* code = program)
        fixed (byte* license = "GPL"u8)
        {
            var attributes = new BpfAttributes
            {
                ProgramType = BPF_PROG_TYPE_CGROUP_DEVICE, InstructionCount = (uint)program.Length,
                Instructions = (ulong)code, License = (ulong)license,
            };
            int descriptor = Bpf(BPF_PROG_LOAD, &attributes);
            return descriptor >= 0 ? descriptor : throw LoadFailure(attributes, Marshal.GetLastPInvokeError());
        }
    }

    // A second try, with the verifier's last words for the message; they are for us, should it ever refuse a program of ours.
    private static LinuxException LoadFailure(BpfAttributes attributes, int errno)
    {
        var log = new byte[16384];
        fixed (byte* buffer = log)
        {
            attributes.LogLevel = 1;
            attributes.LogSize = (uint)log.Length;
            attributes.LogBuffer = (ulong)buffer;
            int descriptor = Bpf(BPF_PROG_LOAD, &attributes);
            _ = descriptor >= 0 ? close(descriptor) : 0;
        }

        string text = Encoding.UTF8.GetString(log.AsSpan(0, Math.Max(0, log.AsSpan().IndexOf((byte)0)))).Trim();
        string end = text[(text.LastIndexOf('\n') + 1)..];
        return new LinuxException("bpf", errno, end.Length > 0 ? "BPF_PROG_LOAD: " + end : "BPF_PROG_LOAD");
    }

    /// <summary>The programs on the group itself.</summary>
    public static uint[] Query(int group)
    {
        var ids = new uint[MostPrograms];
        fixed (uint* list = ids)
        {
            var attributes = new BpfAttributes
            {
                TargetFd = (uint)group, QueryType = BPF_CGROUP_DEVICE, QueryIds = (ulong)list, QueryCount = MostPrograms,
            };
            Check(Bpf(BPF_PROG_QUERY, &attributes), "BPF_PROG_QUERY");
            return ids[..(int)attributes.QueryCount];
        }
    }

    // At once, so that there is no moment without or with both; since Linux 5.6.
    private static bool Replace(int group, int program, uint earlier)
    {
        int old = Open(earlier);
        bool replaced = old >= 0 && Attach(group, program, BPF_F_ALLOW_MULTI | BPF_F_REPLACE, old) == 0;
        _ = old >= 0 ? close(old) : 0;
        return replaced;
    }

    private static void DetachAll(int group, uint[] programs)
    {
        foreach (uint id in programs)
        {
            int descriptor = Open(id);
            if (descriptor >= 0)
            {
                var attributes = new BpfAttributes { TargetFd = (uint)group, AttachFd = (uint)descriptor, AttachType = BPF_CGROUP_DEVICE };
                int result = Bpf(BPF_PROG_DETACH, &attributes);
                int errno = result < 0 ? Marshal.GetLastPInvokeError() : 0;
                _ = close(descriptor);
                if (errno is not (0 or Errno.ENOENT))
                {
                    throw new LinuxException("bpf", errno, "BPF_PROG_DETACH");
                }
            }
        }
    }

    private static int Attach(int group, int program, uint flags, int replaced)
    {
        var attributes = new BpfAttributes
        {
            TargetFd = (uint)group, AttachFd = (uint)program, AttachType = BPF_CGROUP_DEVICE, AttachFlags = flags,
            ReplaceFd = (uint)replaced,
        };
        return Bpf(BPF_PROG_ATTACH, &attributes);
    }

    private static int Open(uint id)
    {
        var attributes = new BpfAttributes { ProgramId = id };
        return Bpf(BPF_PROG_GET_FD_BY_ID, &attributes);
    }

    private static void Check(int result, string command) => _ = LinuxException.Check(result, "bpf", command);
}
