using System.Globalization;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>What is executed for one launch.</summary>
internal readonly struct LauncherFile(int descriptor, bool ownsDescriptor) : IDisposable
{
    /// <summary>A path that leads to it in this process and its children, until this is disposed of.</summary>
    public CString Path { get; } = new(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}"));

    public void Dispose() => _ = ownsDescriptor ? close(descriptor) : 0;
}
