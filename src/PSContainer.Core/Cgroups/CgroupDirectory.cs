using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Cgroups;

/// <summary>One directory of a container's cgroup: its group in one hierarchy, or a folder made on the way to it.</summary>
internal sealed class CgroupDirectory(string path, CgroupDirectoryKind kind, CgroupControllers controllers) : IDisposable
{
    private CgroupControllers? _controllers = kind == CgroupDirectoryKind.Unified ? null : controllers;
    private SafeFileHandle? _handle;

    public string Path { get; } = path;

    public CgroupDirectoryKind Kind { get; } = kind;

    public bool IsUnified => Kind == CgroupDirectoryKind.Unified;

    /// <summary>What can be set here.</summary>
    public CgroupControllers Controllers => _controllers ??= ReadControllers();

    /// <summary>A descriptor of the directory (O_PATH), open as long as this object.</summary>
    /// <exception cref="ContainerException">It is gone.</exception>
    public int Descriptor
    {
        get
        {
            int error = TryOpen();
            return error == 0
                ? (int)_handle!.DangerousGetHandle()
                : throw CgroupErrors.Failed("Open", "be opened", Path, "openat", -error);
        }
    }

    public bool Has(CgroupControllers controller) => (Controllers & controller) != 0;

    /// <summary>Writes a file of the group; 0 or a negative errno.</summary>
    public int Write(ReadOnlySpan<byte> file, ReadOnlySpan<byte> value) =>
        TryOpen() is var error and < 0 ? error : CgroupFile.Write(Descriptor, file, value);

    public int Write(string file, string value) => TryOpen() is var error and < 0 ? error : CgroupFile.Write(Descriptor, file, value);

    /// <summary>Reads a file of the group; the number of bytes or a negative errno.</summary>
    public int Read(ReadOnlySpan<byte> file, Span<byte> room) =>
        TryOpen() is var error and < 0 ? error : CgroupFile.Read(Descriptor, file, room);

    /// <summary>The whole of a file; null where it cannot be read.</summary>
    public byte[]? ReadAll(string file) => TryOpen() < 0 ? null : CgroupFile.ReadAll(Descriptor, file, out _);

    /// <summary>After controllers were enabled for it from above.</summary>
    public void ForgetControllers() => _controllers = IsUnified ? null : _controllers;

    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }

    private int TryOpen()
    {
        if (_handle is not null)
        {
            return 0;
        }

        int descriptor = CgroupFile.Open(CgroupFile.AtCurrent, Path, O_PATH | O_DIRECTORY);
        _handle = descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
        return Math.Min(descriptor, 0);
    }

    private CgroupControllers ReadControllers()
    {
        Span<byte> text = stackalloc byte[512];
        int length = Read("cgroup.controllers"u8, text);
        return ControllerNames.UnifiedBuiltIn | (length > 0 ? ControllerNames.ParseList(text[..length]) : CgroupControllers.None);
    }
}
