using System.Runtime.InteropServices;
using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Cgroups;

/// <summary>Sends signals to all processes of a group.</summary>
internal static class CgroupSignal
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static void Kill(Cgroup cgroup)
    {
        int result = cgroup.Unified is { } group ? group.Write("cgroup.kill"u8, "1"u8) : -Errno.ENOENT;
        if (result == 0 || result == -Errno.ENODEV)
        {
            _ = SendOnce(cgroup, SIGKILL, legacyOnly: true);
        }
        else if (result is -Errno.ENOENT or -Errno.EOPNOTSUPP)
        {
            KillOneByOne(cgroup);
        }
        else
        {
            throw CgroupErrors.Failed("Kill", "be killed", cgroup.Unified!.Path, "write", -result);
        }
    }

    public static void Send(Cgroup cgroup, int signal)
    {
        if (signal == SIGKILL)
        {
            Kill(cgroup);
        }
        else
        {
            _ = SendOnce(cgroup, signal, legacyOnly: false);
        }
    }

    // Before Linux 5.14, or without version 2. Frozen, a group cannot grow while it is gone through; the signal works when thawed.
    private static void KillOneByOne(Cgroup cgroup)
    {
        var backoff = new Backoff(s_patience);
        int left;
        do
        {
            bool frozen = TryFreeze(cgroup);
            left = SendOnce(cgroup, SIGKILL, legacyOnly: false);
            if (frozen)
            {
                cgroup.Thaw();
            }
        }
        while (left > 0 && backoff.Wait());
    }

    private static bool TryFreeze(Cgroup cgroup)
    {
        try
        {
            cgroup.Freeze();
            return true;
        }
        catch (ContainerException)
        {
            return false; // then round after round, until none is left
        }
    }

    // A process is held by a descriptor first and looked up again then: its pid may have passed to somebody outside meanwhile.
    private static int SendOnce(Cgroup cgroup, int signal, bool legacyOnly)
    {
        HashSet<int> pids = ReadAll(cgroup, legacyOnly);
        if (pids.Count == 0)
        {
            return 0;
        }

        var held = new List<(int Pid, int Descriptor)>(pids.Count);
        try
        {
            foreach (int pid in pids)
            {
                held.Add((pid, PidfdOpen(pid)));
            }

            HashSet<int> still = ReadAll(cgroup, legacyOnly);
            held.ForEach(process => Send(process.Pid, process.Descriptor, signal, still.Contains(process.Pid)));
        }
        finally
        {
            held.ForEach(static process => _ = process.Descriptor >= 0 ? close(process.Descriptor) : 0);
        }

        return pids.Count;
    }

    private static void Send(int pid, int descriptor, int signal, bool isMember)
    {
        int result = descriptor >= 0 && isMember ? PidfdSendSignal(descriptor, signal) : 0;
        int errno = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (errno is not (0 or Errno.ESRCH))
        {
            throw new LinuxException("pidfd_send_signal", errno, pid.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    // In version 1 a process can be in one of the container's groups and not in another, and usually is in all. The caller is never
    // a part of the container.
    private static HashSet<int> ReadAll(Cgroup cgroup, bool legacyOnly)
    {
        var pids = new List<int>();
        foreach (CgroupDirectory directory in cgroup.Directories)
        {
            if (directory.Kind == CgroupDirectoryKind.Legacy || (directory.IsUnified && !legacyOnly))
            {
                CgroupProcesses.AddTree(directory.Path, pids);
            }
        }

        pids.RemoveAll(static pid => pid == Environment.ProcessId);
        return [.. pids];
    }
}
