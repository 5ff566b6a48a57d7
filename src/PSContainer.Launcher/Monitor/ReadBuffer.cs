using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Monitor;

/// <summary>A buffer for what commands write; its memory is given back when nobody writes.</summary>
internal sealed unsafe class ReadBuffer
{
    /// <summary>Its size in bytes: what a pipe of a monitor holds.</summary>
    public const int Bytes = 256 << 10;

    public ReadBuffer()
    {
        Start = (byte*)mmap(null, Bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (Start == MAP_FAILED)
        {
            throw LinuxException.FromLastError("mmap", "the buffer for output");
        }
    }

    /// <summary>Where it begins.</summary>
    public byte* Start { get; }

    /// <summary>Gives its memory back until it is used again.</summary>
    public void Release() => Interop.Interop.AdviseUnneeded(Start, Bytes);
}
