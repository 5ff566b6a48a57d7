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
            _handle ??= OpenHandle();
            return (int)_handle.DangerousGetHandle();
        }
    }

    public bool Has(CgroupControllers controller) => (Controllers & controller) != 0;

    public int Write(ReadOnlySpan<byte> file, ReadOnlySpan<byte> value) => CgroupFile.Write(Descriptor, file, value);

    public int Read(ReadOnlySpan<byte> file, Span<byte> room) => CgroupFile.Read(Descriptor, file, room);

    /// <summary>After controllers were enabled for it from above.</summary>
    public void ForgetControllers() => _controllers = IsUnified ? null : _controllers;

    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }

    private SafeFileHandle OpenHandle()
    {
        int descriptor = CgroupFile.Open(CgroupFile.AtCurrent, Path, O_PATH | O_DIRECTORY);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw CgroupErrors.Failed("Open", "be opened", Path, "openat", -descriptor);
    }

    private CgroupControllers ReadControllers()
    {
        Span<byte> text = stackalloc byte[512];
        int length = Read("cgroup.controllers"u8, text);
        return ControllerNames.UnifiedBuiltIn | (length > 0 ? ControllerNames.ParseList(text[..length]) : CgroupControllers.None);
    }
}
