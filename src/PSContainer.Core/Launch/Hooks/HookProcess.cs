using System.Diagnostics;
using PSContainer.Errors;
using PSContainer.Interop;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Hooks;

/// <summary>Runs a hook: gives it the state, waits for its end, and kills it when its time is over. Allocates nothing while it succeeds.</summary>
internal static unsafe class HookProcess
{
    private const int CannotExecute = 127;
    private const uint FirstAfterStandard = 3;

    /// <summary>Runs it to its end.</summary>
    /// <param name="hook">What to run.</param>
    /// <param name="state">What it reads.</param>
    /// <param name="directory">A descriptor of the folder that it runs in, or -1 for the caller's.</param>
    /// <param name="output">A descriptor that becomes its stdout, or -1 for the caller's.</param>
    /// <param name="error">The same for its stderr.</param>
    /// <exception cref="LinuxException">It could not be started, failed (the function says how), or took too long (ETIMEDOUT).</exception>
    public static void Run(Hook hook, ReadOnlySpan<byte> state, int directory, int output = -1, int error = -1)
    {
        int* pipes = stackalloc int[4];
        LinuxException.Check(pipe2(pipes, O_CLOEXEC), "pipe2");
        // The other pipe tells of an execve that failed, and by its end of one that did not.
        LinuxException.Check(pipe2(pipes + 2, O_CLOEXEC), "pipe2");
        int pid = Clone();
        if (pid == 0)
        {
            Redirect(output, STDOUT_FILENO);
            Redirect(error, STDERR_FILENO);
            Become(hook, pipes, directory);
        }

        close(pipes[0]);
        close(pipes[3]);
        Feed(pipes[1], state);
        int failure = ReadError(pipes[2]);
        bool inTime = failure != 0 || AwaitEnd(pid, hook.TimeoutSeconds);
        Judge(hook, ChildReaper.Reap(pid), failure, inTime);
    }

    private static int Clone()
    {
        var arguments = new CloneArgs { ExitSignal = (ulong)SIGCHLD };
        int pid = Clone3(&arguments);
        // A hook runs under the container's filter, and most filters take clone3 for unknown.
        return LinuxException.Check(pid < 0 && errno == ENOSYS ? Fork() : pid, "clone");
    }

    private static void Redirect(int file, int to) => _ = file < 0 ? 0 : dup2(file, to);

    private static void Become(Hook hook, int* pipes, int directory)
    {
        dup2(pipes[0], STDIN_FILENO);
        SetSignalMask(0);
        ResetSignal(SIGPIPE);
        if (directory < 0 || fchdir(directory) == 0)
        {
            CloseRange(FirstAfterStandard, CLOSE_RANGE_CLOEXEC);
            fixed (byte* path = hook.Path)
            {
                execve(path, hook.Arguments.Pointer, hook.Environment.Pointer);
            }
        }

        int error = errno;
        write(pipes[3], &error, sizeof(int));
        _exit(CannotExecute);
        throw new UnreachableException();
    }

    // One that does not read its input is none the worse for it. A state is smaller than a pipe's room.
    private static void Feed(int pipe, ReadOnlySpan<byte> state)
    {
        IgnoreSignal(SIGPIPE);
        fixed (byte* start = state)
        {
            write(pipe, start, state.Length);
        }

        ResetSignal(SIGPIPE);
        close(pipe);
    }

    private static int ReadError(int pipe)
    {
        int error = 0;
        while ((long)read(pipe, &error, sizeof(int)) < 0 && errno == EINTR)
        {
        }

        close(pipe);
        return error;
    }

    private static bool AwaitEnd(int pid, int? seconds)
    {
        if (seconds is not { } limit)
        {
            return true;
        }

        var file = new pollfd { fd = LinuxException.Check(PidfdOpen(pid), "pidfd_open"), events = (short)POLLIN };
        bool ended = poll(&file, 1, (int)Math.Min(limit * 1000L, int.MaxValue)) > 0;
        close(file.fd);
        if (!ended)
        {
            kill(pid, SIGKILL);
        }

        return ended;
    }

    // In the words of other runtimes: "bad system call".
    private static string SignalText(int signal) => SignalDescription(signal)?.ToLowerInvariant() ?? signal.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void Judge(Hook hook, in ChildInfo info, int error, bool inTime)
    {
        if (error != 0)
        {
            throw new LinuxException("execve", error, hook.PathText);
        }

        if (!inTime)
        {
            throw new LinuxException($"after {hook.TimeoutSeconds} s", ETIMEDOUT, hook.PathText);
        }

        if (info.Code != CLD_EXITED || info.Status != 0)
        {
            throw new LinuxException(info.Code == CLD_EXITED ? $"exit status {info.Status}" : $"signal: {SignalText(info.Status)}", 0, hook.PathText);
        }
    }
}
