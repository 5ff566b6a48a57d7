using PSContainer.Errors;
using PSContainer.Launch;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>Writes the id maps of a new user namespace, from outside of it.</summary>
internal static class IdMapWriter
{
    public static void Write(int pid, IdMaps maps)
    {
        uint user = (uint)geteuid();
        if (user != 0 && !maps.IsOwnIdOnly(user))
        {
            IdMapHelper.Write(pid, maps);
            return;
        }

        if (user != 0)
        {
            // Without it a process could leave groups that it was put in to be kept out of something (CVE-2014-8989).
            ProcFile.Write($"/proc/{pid}/setgroups", "deny");
        }

        WriteMap($"/proc/{pid}/uid_map", maps.Users);
        WriteMap($"/proc/{pid}/gid_map", maps.Groups);
    }

    private static void WriteMap(string path, IdMap map)
    {
        try
        {
            ProcFile.Write(path, map.FileText);
        }
        catch (LinuxException error)
        {
            throw new ContainerException(
                $"IdMap.{Errno.Name(error.ErrorNumber)}", ErrorKind.PermissionDenied,
                $"The kernel refuses the id map {map.Text}: {error.Message}.", map.Text,
                "Every id outside has to be one that you may map: your own, as root any, else a range in /etc/subuid and /etc/subgid.",
                error);
        }
    }
}
