using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Becomes the command. It is looked up in the container's own PATH, inside the container's root.</summary>
internal sealed unsafe class ExecuteStep : LaunchStep
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private readonly string _command;
    private readonly CString[] _candidates;
    private readonly CStringArray _arguments;
    private readonly CStringArray _environment;
#pragma warning disable IDE0052 // It owns the memory that the environment points to.
    private readonly HomeVariable? _home;
#pragma warning restore IDE0052

    /// <param name="arguments">The command and what it is given.</param>
    /// <param name="environment">Its environment, each name once.</param>
    /// <param name="home">HOME, where the environment has none and it is looked up later.</param>
    public ExecuteStep(IReadOnlyList<string> arguments, IReadOnlyList<string> environment, HomeVariable? home = null)
    {
        _command = arguments[0];
        _home = home;
        _arguments = new CStringArray(arguments);
        _environment = new CStringArray(environment, home?.Pointer ?? 0);
        _candidates = Candidates(_command, environment);
        Description = $"execute {CommandLine.Quote(arguments)}";
    }

    public override string Name => "Command";

    public override string Description { get; }

    // As execvp(3): the first candidate that is there wins; one that may not be executed is remembered, not fatal.
    public override void Execute(LaunchContext context)
    {
        int error = ENOENT;
        foreach (CString candidate in _candidates)
        {
            fixed (byte* path = candidate)
            {
                execve(path, _arguments.Pointer, _environment.Pointer);
            }

            int failure = errno;
            if (failure == EACCES)
            {
                error = EACCES;
            }
            else if (failure != ENOENT && failure != ENOTDIR)
            {
                throw new LinuxException("execve", failure, _command);
            }
        }

        throw new LinuxException("execve", error, _command);
    }

    /// <summary>Fails as <see cref="Execute"/> would where there is nothing to execute; for one who is to know that in advance.</summary>
    public void Check()
    {
        const uint KindMask = 0xf000, Regular = 0x8000;
        int error = ENOENT;
        foreach (CString candidate in _candidates)
        {
            Tmds.Linux.stat status;
            fixed (byte* path = candidate)
            {
                if (stat(path, &status) < 0)
                {
                    error = errno == EACCES ? EACCES : error;
                    continue;
                }

                if (((uint)status.st_mode & KindMask) == Regular && access(path, X_OK) == 0)
                {
                    return;
                }
            }

            error = EACCES;
        }

        throw new LinuxException("execve", error, _command);
    }

    private static CString[] Candidates(string command, IReadOnlyList<string> environment)
    {
        if (command.Contains('/'))
        {
            return [new CString(command)];
        }

        string path = DefaultPath;
        foreach (string entry in environment)
        {
            path = entry.StartsWith("PATH=", StringComparison.Ordinal) ? entry["PATH=".Length..] : path;
        }

        return Array.ConvertAll(path.Split(':'), folder => new CString((folder.Length == 0 ? "." : folder) + "/" + command));
    }
}
