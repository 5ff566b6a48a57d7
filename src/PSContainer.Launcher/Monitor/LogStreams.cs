using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Logs;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>Standard output and error in pipes, which the monitor empties into the log. What is not logged stays as the caller gave it.</summary>
internal sealed unsafe class LogStreams(LogSettings settings, LogWriter log, MonitorMemory memory) : IMonitorStreams
{
    private const int F_SETPIPE_SZ = 1031;

    // What a process outside may go on writing, to whom one of the container gave the pipe, is not waited for for ever.
    private const int DrainMilliseconds = 1000;

    private readonly OutputSource?[] _sources = new OutputSource?[2];
    private ReadBuffer? _buffer;

    public MakerOptions Prepare(MakerOptions options)
    {
        if (_buffer is null)
        {
            _buffer = new ReadBuffer();
            memory.Add(_buffer.Release);
            memory.Add(log.Release);
        }

        _sources[0] = settings.Output ? Open(STDOUT_FILENO, ContainerLogSource.Output) : null;
        _sources[1] = settings.Error ? Open(STDERR_FILENO, ContainerLogSource.Error) : null;
        return options;
    }

    public void Begin(MonitorLoop loop)
    {
        CloseCommandsEnds();
        foreach (OutputSource? source in _sources)
        {
            if (source is not null)
            {
                loop.Add(source);
            }
        }
    }

    public void End(MonitorLoop loop, ExitResult? result)
    {
        CloseCommandsEnds();
        long until = MonitorLoop.Now + DrainMilliseconds;
        foreach (OutputSource? source in _sources)
        {
            if (source is not null)
            {
                Drain(source, until);
                loop.Remove(source);
            }
        }

        Array.Clear(_sources);
    }

    public void Dispose() => log.Dispose();

    private static void Drain(OutputSource source, long until)
    {
        while (source.Read() && MonitorLoop.Now < until)
        {
        }

        source.Close();
    }

    // The command gets the caller's descriptors 0 to 2 as they are: the end to write to stands in for one of them.
    private OutputSource Open(int descriptor, ContainerLogSource stream)
    {
        int* ends = stackalloc int[2];
        LinuxException.Check(pipe2(ends, O_CLOEXEC), "pipe2");
        // Best effort: users have a limit to the memory of their pipes.
        fcntl(ends[1], F_SETPIPE_SZ, ReadBuffer.Bytes);
        LinuxException.Check(dup2(ends[1], descriptor), "dup2");
        close(ends[1]);
        LinuxException.Check(fcntl(ends[0], F_SETFL, O_NONBLOCK), "fcntl(F_SETFL)");
        return new OutputSource(ends[0], stream, log, _buffer!);
    }

    // As long as the monitor had them, the pipes would not end with the command.
    private void CloseCommandsEnds()
    {
        fixed (byte* path = "/dev/null\0"u8)
        {
            int nothing = LinuxException.Check(open(path, O_RDWR | O_CLOEXEC), "open", "/dev/null");
            _ = settings.Output ? dup2(nothing, STDOUT_FILENO) : 0;
            _ = settings.Error ? dup2(nothing, STDERR_FILENO) : 0;
            close(nothing);
        }
    }
}
