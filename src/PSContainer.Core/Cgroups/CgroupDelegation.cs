using System.Runtime.InteropServices;
using System.Text;
using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Cgroups;

/// <summary>Gives a version 2 group to a user, by the rules of the OCI spec ("Cgroup ownership") and of <c>cgroups(7)</c>.</summary>
internal static unsafe class CgroupDelegation
{
    private const string FileList = "/sys/kernel/cgroup/delegate";
    private const string DefaultFiles = "cgroup.procs\ncgroup.subtree_control\ncgroup.threads";

    public static void GiveTo(Cgroup cgroup, uint uid, uint gid)
    {
        if (cgroup.Unified is not { } group)
        {
            return;
        }

        Give(group, "", uid, gid);
        byte[]? list = CgroupFile.ReadAll(CgroupFile.AtCurrent, FileList, out _);
        foreach (string file in (list is null ? DefaultFiles : Encoding.ASCII.GetString(list)).Split('\n'))
        {
            if (file.Length > 0)
            {
                Give(group, file, uid, gid);
            }
        }
    }

    // The kernel lists files that not every group has.
    private static void Give(CgroupDirectory group, string file, uint uid, uint gid)
    {
        fixed (byte* name = new CString(file))
        {
            int flags = file.Length == 0 ? AT_EMPTY_PATH : AT_SYMLINK_NOFOLLOW;
            if (fchownat(group.Descriptor, name, uid, gid, flags) < 0 && Marshal.GetLastPInvokeError() is var errno and not Errno.ENOENT)
            {
                throw CgroupErrors.Failed("Delegate", $"be given to user {uid}", $"{group.Path}/{file}", "fchownat", errno);
            }
        }
    }
}
