using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>A folder that is open for a moment.</summary>
internal readonly unsafe ref struct OwnedFolder : IDisposable
{
    public OwnedFolder(int parent, NameBytes name)
    {
        fixed (byte* path = name)
        {
            Descriptor = LinuxException.Check(openat(parent, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), "openat");
        }
    }

    public int Descriptor { get; }

    public void Dispose() => close(Descriptor);
}
