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

    public ExecuteStep(IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        _command = arguments[0];
        _arguments = new CStringArray(arguments);
        _environment = new CStringArray(environment);
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
