using System.Buffers;
using System.Buffers.Text;
using PSContainer.Oci;

namespace PSContainer.Launch.Hooks;

/// <summary>
/// The state that a hook reads from its stdin. It is written in advance, with a gap for the pid: one that runs in the container's
/// namespaces is told the pid that the container counts, which nobody outside knows.
/// </summary>
internal sealed class HookState
{
    private const int GapDigits = 10;

    private readonly byte[] _document;
    private readonly int _gap;

    public HookState(OciState state)
    {
        // A pid of as many digits as there can be, to be found and written over.
        state.Pid = int.MaxValue;
        var buffer = new ArrayBufferWriter<byte>(1024);
        RuntimeSpecWriter.Write(state, buffer);
        _document = buffer.WrittenSpan.ToArray();
        _gap = _document.AsSpan().IndexOf("\"pid\":2147483647"u8) + "\"pid\":"u8.Length;
    }

    /// <summary>The document with the pid in its place; blanks fill the rest of the gap.</summary>
    public ReadOnlySpan<byte> With(int pid)
    {
        Span<byte> gap = _document.AsSpan(_gap, GapDigits);
        gap.Fill((byte)' ');
        Utf8Formatter.TryFormat(pid, gap, out _);
        return _document;
    }
}
