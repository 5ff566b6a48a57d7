using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Protocol;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// Has newuidmap(1) and newgidmap(1) write the maps that an unprivileged caller may not write: they check them against
/// <c>/etc/subuid</c> and <c>/etc/subgid</c>.
/// </summary>
internal static unsafe class IdMapHelper
{
    private static readonly string[] s_folders = ["/usr/bin/", "/bin/", "/usr/sbin/", "/usr/local/bin/"];

    public static void Write(int pid, IdMaps maps)
    {
        Run("newuidmap", pid, maps.Users, "/etc/subuid");
        Run("newgidmap", pid, maps.Groups, "/etc/subgid");
    }

    private static void Run(string program, int pid, IdMap map, string database)
    {
        string path = Array.Find(Array.ConvertAll(s_folders, folder => folder + program), Exists) ?? throw new ContainerException(
            "IdMap.HelperMissing", ErrorKind.NotSupported,
            $"The id map {map.Text} takes more than one's own id, and {program}, which may write it, is not installed.", map.Text,
            "Install it (Debian: apt-get install uidmap), or map only your own id.");
        ExitResult result = RunToEnd(path, Arguments(program, pid, map));
        if (result.Code != 0)
        {
            throw new ContainerException(
                "IdMap.NotPermitted", ErrorKind.PermissionDenied, $"{program} refuses the id map {map.Text}.", map.Text,
                $"Every range has to lie in one that {database} gives you: usermod --add-subuids FIRST-LAST --add-subgids FIRST-LAST USER.");
        }
    }

    private static List<string> Arguments(string program, int pid, IdMap map)
    {
        var arguments = new List<string> { program, pid.ToString(CultureInfo.InvariantCulture) };
        foreach (LinuxIdMapping line in map.Lines)
        {
            arguments.Add(line.ContainerId.ToString(CultureInfo.InvariantCulture));
            arguments.Add(line.HostId.ToString(CultureInfo.InvariantCulture));
            arguments.Add(line.Size.ToString(CultureInfo.InvariantCulture));
        }

        return arguments;
    }

    private static bool Exists(string path)
    {
        fixed (byte* p = new CString(path))
        {
            return access(p, X_OK) == 0;
        }
    }

    private static ExitResult RunToEnd(string path, List<string> arguments)
    {
        var name = new CString(path);
        var argv = new CStringArray(arguments);
        var environment = new CStringArray([]);
        int child = ProcessCloner.Clone(0);
        if (child == 0)
        {
            SignalState.Reset();
            fixed (byte* p = name, nothing = "/dev/null\0"u8)
            {
                // What it says is said better by the error; the command's own streams are not its to write to.
                int silence = open(nothing, O_RDWR | O_CLOEXEC);
                dup2(silence, STDOUT_FILENO);
                dup2(silence, STDERR_FILENO);
                execve(p, argv.Pointer, environment.Pointer);
            }

            ChildProcess.Exit(ChildProcess.DiedInSetup);
        }

        return ChildProcess.Wait(child);
    }
}
