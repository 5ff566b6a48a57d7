using PSContainer.Configuration;
using PSContainer.Errors;

namespace PSContainer.Terminals;

/// <summary>Finds the shell that a user of a container would want: the user's own, else the best there is.</summary>
internal static class ShellFinder
{
    private const int LongestDatabase = 1 << 20;
    private const int UserField = 2;
    private const int ShellField = 6;

    // What an account has for a shell that nobody is to work with.
    private static readonly string[] s_refusing = ["nologin", "false", "true", "sync", "halt", "shutdown"];

    private static readonly string[] s_usual = ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash", "/bin/sh", "/usr/bin/sh"];

    /// <summary>The shell's path in the container. What the container sees is looked at, mounts included.</summary>
    /// <param name="container">A container that runs.</param>
    /// <param name="uid">The user, as the container counts.</param>
    /// <exception cref="ContainerException"><c>Shell.NotFound</c></exception>
    public static string Find(Container container, uint uid) =>
        Find($"/proc/{container.ProcessId}/root", uid) ?? throw new ContainerException(
            "Shell.NotFound", ErrorKind.NotFound, $"There is no shell in the container '{container.Name}': neither bash nor sh.", container.Name,
            "Give a command that it has: Enter-Container NAME -- COMMAND.");

    /// <summary>The same for a root's path on the host; null where there is none.</summary>
    public static string? Find(string root, uint uid) =>
        Candidates(root, uid).FirstOrDefault(path => RootFile.IsExecutable(root, path));

    private static IEnumerable<string> Candidates(string root, uint uid)
    {
        string user = uid.ToString(System.Globalization.CultureInfo.InvariantCulture);
        IEnumerable<string> own = RootFile.ReadText(root, "etc/passwd", LongestDatabase).Split('\n').Select(static line => line.Split(':'))
            .Where(entry => entry.Length > ShellField && entry[UserField] == user).Select(static entry => entry[ShellField].Trim());
        return own.Take(1).Where(static path => path.StartsWith('/') && !s_refusing.Contains(Path.GetFileName(path))).Concat(s_usual);
    }
}
