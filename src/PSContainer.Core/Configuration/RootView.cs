using Microsoft.Win32.SafeHandles;

namespace PSContainer.Configuration;

/// <summary>A container's root as it is before there is a container: read from outside, with every link kept inside it.</summary>
internal abstract class RootView
{
    /// <summary>A folder of the host.</summary>
    public static implicit operator RootView(string folder) => new FolderRoot(folder);

    /// <summary>Opens a file for reading, whatever it is; null where it is missing or may not be read.</summary>
    /// <param name="path">The path in the root.</param>
    /// <param name="access">Flags of open(2) that say what for, instead of reading.</param>
    public abstract SafeFileHandle? Open(string path, int access = 0);
}
