using System.Globalization;
using System.Text;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launcher.Process;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>Runs the host's ps(1) with a caller's own options, and keeps the lines of a container's processes.</summary>
internal static unsafe class HostPs
{
    private static readonly string[] s_paths = ["/usr/bin/ps", "/bin/ps"];

    public static string Run(IEnumerable<string> options, IReadOnlyCollection<int> pids)
    {
        string path = Array.Find(s_paths, File.Exists) ?? throw new ContainerException(
            "Ps.NotFound", ErrorKind.NotFound, "Options of ps(1) need the host's ps, which is not installed.", null,
            "Leave them out, or install it (Debian: apt-get install procps).");
        return Filter(Capture(path, [path, .. options]).Split('\n'), pids);
    }

    private static string Filter(string[] lines, IReadOnlyCollection<int> pids)
    {
        int column = Array.IndexOf(Words(lines[0]), "PID");
        if (column < 0)
        {
            throw new UsageException("the options of ps(1) leave out its column PID, which tells whose processes these are");
        }

        var text = new StringBuilder(lines[0]).Append('\n');
        foreach (string line in lines.AsSpan(1))
        {
            string[] words = Words(line);
            if (words.Length > column && int.TryParse(words[column], CultureInfo.InvariantCulture, out int pid) && pids.Contains(pid))
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Capture(string path, IReadOnlyList<string> arguments)
    {
        int* pipe = stackalloc int[2];
        LinuxException.Check(pipe2(pipe, O_CLOEXEC), "pipe2");
        var name = new CString(path);
        var argv = new CStringArray(arguments);
        var environment = new CStringArray(HostEnvironment.Read());
        int child = ProcessCloner.Clone(0);
        if (child == 0)
        {
            dup2(pipe[1], STDOUT_FILENO);
            fixed (byte* p = name)
            {
                execve(p, argv.Pointer, environment.Pointer);
            }

            ChildProcess.Exit(ChildProcess.DiedInSetup);
        }

        close(pipe[1]);
        string output = ReadAll(pipe[0]);
        return ChildProcess.Wait(child).Code == 0 ? output : throw new UsageException("ps(1) refuses its options");
    }

    private static string ReadAll(int pipe)
    {
        var bytes = new List<byte>();
        byte* buffer = stackalloc byte[4096];
        long count;
        while ((count = (long)read(pipe, buffer, 4096)) > 0)
        {
            bytes.AddRange(new ReadOnlySpan<byte>(buffer, (int)count));
        }

        close(pipe);
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
