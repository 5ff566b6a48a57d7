using System.Text;
using PSContainer.Client;

namespace PSContainer.Remoting;

/// <summary>Cuts a server's output into lines, and keeps the end of what it writes to standard error; both bounded.</summary>
internal sealed class ServerLines(Action<string> onLine) : IOutputSink
{
    private const int MaxErrorBytes = 4 << 10;

    private readonly List<byte> _error = [];
    private byte[] _line = new byte[64 << 10];
    private int _length;

    /// <summary>The end of what was written to standard error.</summary>
    public string ErrorText => ServerMessage.Show(Encoding.UTF8.GetString([.. _error]), MaxErrorBytes);

    /// <summary>What has come of a line that has not ended.</summary>
    public string Rest => Encoding.UTF8.GetString(_line, 0, _length);

    public void Output(ReadOnlySpan<byte> bytes)
    {
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            Keep(bytes[..end]);
            Emit();
        }

        Keep(bytes);
    }

    public void Error(ReadOnlySpan<byte> bytes)
    {
        _error.AddRange(bytes.Length > MaxErrorBytes ? bytes[^MaxErrorBytes..] : bytes);
        if (_error.Count > MaxErrorBytes)
        {
            _error.RemoveRange(0, _error.Count - MaxErrorBytes);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > ServerMessage.MaxBytes)
        {
            throw ServerErrors.LineTooLong(ServerMessage.MaxBytes);
        }

        if (_length + bytes.Length > _line.Length)
        {
            Array.Resize(ref _line, int.Max(_line.Length * 2, _length + bytes.Length));
        }

        bytes.CopyTo(_line.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Emit()
    {
        string line = Encoding.UTF8.GetString(_line, 0, _length).TrimEnd('\r');
        _length = 0;
        if (line.Length > 0)
        {
            onLine(line);
        }
    }
}
