using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Layers;

/// <summary>The shared folders that a root is put together from, the topmost first, opened as they are or with owners of their own.</summary>
/// <param name="paths">Where they are, absolute.</param>
internal sealed unsafe class LayerFolders(string[] paths)
{
    private readonly CString[] _names = Array.ConvertAll(paths, static path => new CString(path));
    private bool _areMapped;

    /// <summary>Where they are, for messages.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Their descriptors, once they are open.</summary>
    public int[] Descriptors { get; } = new int[paths.Length];

    /// <summary>Opens them as they are.</summary>
    public void Open()
    {
        for (int i = 0; i < paths.Length; i++)
        {
            Descriptors[i] = Open(_names[i], paths[i]);
        }
    }

    /// <summary>Opens them with their owners shown by a user namespace's map.</summary>
    /// <returns>False where the kernel, or the file system that they are on, has no mounts with maps: none is open then.</returns>
    public bool TryOpenMapped(int map)
    {
        int opened = 0;
        try
        {
            for (; opened < paths.Length; opened++)
            {
                Descriptors[opened] = CoveringMount.OpenMapped(_names[opened], paths[opened], map);
            }

            return _areMapped = true;
        }
        catch (LinuxException error) when (CoveringMount.HasNoMaps(error))
        {
            Uncover(opened);
            return false;
        }
    }

    /// <summary>Closes them.</summary>
    public void Close()
    {
        if (_areMapped)
        {
            Uncover(paths.Length);
            return;
        }

        foreach (int descriptor in Descriptors)
        {
            close(descriptor);
        }
    }

    /// <summary>Opens a folder, only to name it by the descriptor.</summary>
    public static int Open(CString path, string text)
    {
        fixed (byte* name = path)
        {
            return LinuxException.Check(open(name, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", text);
        }
    }

    // The last first: each is the topmost mount then.
    private void Uncover(int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            CoveringMount.Uncover(Descriptors[i]);
            close(Descriptors[i]);
        }
    }
}
