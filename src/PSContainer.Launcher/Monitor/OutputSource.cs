using PSContainer.Logs;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>The end of a pipe that a command writes to; what comes goes to the log.</summary>
internal sealed unsafe class OutputSource(int pipe, ContainerLogSource stream, LogWriter log, ReadBuffer buffer) : IMonitorSource
{
    public int Descriptor { get; private set; } = pipe;

    public short Events => (short)POLLIN;

    public long Deadline => MonitorLoop.Never;

    public void Ready(short events) => Read();

    /// <summary>Takes what is there, as much as the buffer holds; false where nothing is.</summary>
    public bool Read()
    {
        if (Descriptor < 0)
        {
            return false;
        }

        int length = (int)(long)read(Descriptor, buffer.Start, ReadBuffer.Bytes);
        if (length > 0)
        {
            log.Write(stream, new ReadOnlySpan<byte>(buffer.Start, length));
        }
        else if (length == 0 || errno != EAGAIN)
        {
            Close();
        }

        return length > 0;
    }

    /// <summary>Waits for no more.</summary>
    public void Close()
    {
        if (Descriptor >= 0)
        {
            close(Descriptor);
            Descriptor = -1;
            log.End(stream);
        }
    }

    public void Elapsed()
    {
    }
}
