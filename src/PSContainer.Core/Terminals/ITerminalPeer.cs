using PSContainer.Interop;

namespace PSContainer.Terminals;

/// <summary>The far end of a terminal: what is typed goes to it, what is shown comes from it. Nothing here waits.</summary>
internal interface ITerminalPeer : IDisposable
{
    /// <summary>What to wait for with poll(2).</summary>
    int Descriptor { get; }

    /// <summary>Reads what is there to be shown.</summary>
    /// <returns>How many bytes; 0 where there are none now, -1 where none will come.</returns>
    int Read(Span<byte> bytes);

    /// <summary>Writes what was typed.</summary>
    /// <returns>How many bytes were taken; all of them, to no effect, where nobody reads any more.</returns>
    int Write(ReadOnlySpan<byte> bytes);

    /// <summary>Says how large the window is.</summary>
    void Resize(Interop.Interop.WindowSize size);
}
