using System.Runtime.InteropServices;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Cgroups;

/// <summary>Makes and removes directories of the cgroup file system. A failure is a negative errno.</summary>
internal static unsafe class CgroupFolder
{
    public static int Make(string path)
    {
        fixed (byte* name = new CString(path))
        {
            return Result(mkdir(name, 0x1ED)); // 0755
        }
    }

    public static int Remove(string path)
    {
        fixed (byte* name = new CString(path))
        {
            return Result(rmdir(name));
        }
    }

    /// <summary>Whether the caller may write a file of the group.</summary>
    public static bool MayWrite(string file)
    {
        fixed (byte* name = new CString(file))
        {
            return faccessat(AT_FDCWD, name, W_OK, AT_EACCESS) == 0;
        }
    }

    /// <summary>
    /// Notes on a folder that a container was the first to need it, so that whichever needs it last can tell that it
    /// was not made by somebody else. Kernels before 5.7 take no such note; there the folder stays with its maker.
    /// </summary>
    public static void Mark(string path)
    {
        fixed (byte* name = new CString(path), attribute = Attribute)
        {
            byte value = (byte)'1';
            _ = SetXAttr(name, attribute, &value, 1, 0);
        }
    }

    public static bool IsMarked(string path)
    {
        fixed (byte* name = new CString(path), attribute = Attribute)
        {
            return GetXAttr(name, attribute, null, 0) > 0;
        }
    }

    private static ReadOnlySpan<byte> Attribute => "user.pscontainer"u8;

    private static int Result(int result) => result >= 0 ? 0 : -Marshal.GetLastPInvokeError();
}
