using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>User namespaces that nobody lives in: they only hold a map of ids, for mounts that are shown by it.</summary>
internal static unsafe class IdMapNamespace
{
    /// <summary>Makes one; the process that it takes for that is gone again.</summary>
    /// <returns>Its descriptor.</returns>
    public static int Open(IdMaps maps)
    {
        int holder = ProcessCloner.Clone((uint)CLONE_NEWUSER);
        if (holder == 0)
        {
            Hold();
        }

        try
        {
            IdMapWriter.Write(holder, maps);
            string text = string.Create(CultureInfo.InvariantCulture, $"/proc/{holder}/ns/user");
            fixed (byte* path = new CString(text))
            {
                return LinuxException.Check(open(path, O_RDONLY | O_CLOEXEC), "open", text);
            }
        }
        catch (ContainerException error)
        {
            throw error.InnerException as LinuxException ?? new LinuxException("write", Errno.EPERM, maps.Users.Text);
        }
        finally
        {
            ChildProcess.KillAndReap(holder);
        }
    }

    private static void Hold()
    {
        Prctl(PR_SET_PDEATHSIG, (nuint)SIGKILL);
        while (true)
        {
            pause();
        }
    }
}
