using PSContainer.Logs;
using PSContainer.Terminals;

namespace PSContainer.Launcher.Terminal;

/// <summary>What a terminal shows as lines of a log: the carriage returns that the terminal adds to their ends are left out.</summary>
internal sealed class TerminalLog(LogWriter log)
{
    private readonly byte[] _lines = new byte[AttachProtocol.MostBytes + 1];
    private bool _returned;

    public void Write(ReadOnlySpan<byte> shown)
    {
        int count = 0;
        foreach (byte one in shown)
        {
            if (_returned && one != '\n')
            {
                _lines[count++] = (byte)'\r';
            }

            _returned = one == '\r';
            if (!_returned)
            {
                _lines[count++] = one;
            }
        }

        if (count > 0)
        {
            log.Write(ContainerLogSource.Output, _lines.AsSpan(0, count));
        }
    }
}
