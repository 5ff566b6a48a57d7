using System.Text;
using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>A file system to be mounted, with its settings made into C strings in advance.</summary>
internal sealed unsafe class NewFileSystem
{
    // What fsconfig(2) takes as a value, NUL included. The lower folders of an overlay may be longer; mount(2) takes them.
    private const int MaxValue = 256;

    // These have one file system for everybody: whether it is read-only is not one mount's to say.
    private static readonly string[] s_shared = ["proc", "sysfs", "cgroup", "cgroup2", "devpts", "mqueue", "tmpfs"];

    private static readonly CString s_mode = new("mode");

    private readonly CString _typeName;
    private readonly CString _source;
    private readonly CString _data;
    private readonly MountOptions _options;
    private readonly (CString Key, CString? Value)[] _settings;
    private readonly bool _needsOldCall;

    public NewFileSystem(string type, string source, MountOptions options)
    {
        Type = type;
        _options = options;
        _typeName = new CString(type);
        _source = new CString(source);
        List<string> data = [.. options.FileSystemFlags, .. options.Data];
        _data = new CString(string.Join(',', options.Data));
        if ((options.Set & MOUNT_ATTR_RDONLY) != 0 && !s_shared.Contains(type))
        {
            data.Add("ro");
        }

        _settings = [(new CString("source"), _source), .. data.Select(Setting)];
        _needsOldCall = Array.Exists(_settings, static item => item.Value is { Length: >= MaxValue });
    }

    public string Type { get; }

    /// <summary>Whether it can be mounted by mount(2) alone.</summary>
    public bool NeedsOldCall => _needsOldCall;

    /// <summary>Makes it, attached to nothing.</summary>
    /// <param name="mode">The mode of its root folder; null leaves it to the file system.</param>
    /// <returns>A descriptor of the mount.</returns>
    public int Create(uint? mode)
    {
        fixed (byte* type = _typeName)
        {
            int context = LinuxException.Check(FsOpen(type), "fsopen", Type);
            foreach ((CString key, CString? value) in _settings)
            {
                Configure(context, key, value);
            }

            SetMode(context, mode);
            LinuxException.Check(FsConfig(context, FSCONFIG_CMD_CREATE, null, null), "fsconfig", Type);
            int mount = LinuxException.Check(FsMount(context, _options.Set), "fsmount", Type);
            close(context);
            return mount;
        }
    }

    /// <summary>
    /// Mounts it on a folder by mount(2): by the working directory, so that no path leads there that others could redirect.
    /// </summary>
    public void MountOn(int target)
    {
        fixed (byte* type = _typeName, source = _source, data = _data, here = ".\0"u8)
        {
            int back = LinuxException.Check(open(here, O_PATH | O_DIRECTORY | O_CLOEXEC), "open", ".");
            LinuxException.Check(fchdir(target), "fchdir", Type);
            LinuxException.Check(mount(source, here, type, 0, data), "mount", Type);
            LinuxException.Check(fchdir(back), "fchdir", ".");
            close(back);
        }
    }

    private void SetMode(int context, uint? mode)
    {
        if (mode is not { } bits)
        {
            return;
        }

        const int Digits = 5;
        byte* text = stackalloc byte[Digits + 1];
        text[Digits] = 0;
        for (int i = Digits - 1; i >= 0; i--, bits >>= 3)
        {
            text[i] = (byte)('0' + (bits & 7));
        }

        fixed (byte* key = s_mode)
        {
            Check(FsConfig(context, FSCONFIG_SET_STRING, key, text), s_mode);
        }
    }

    private void Configure(int context, CString key, CString? value)
    {
        fixed (byte* k = key)
        {
            if (value is not { } text)
            {
                Check(FsConfig(context, FSCONFIG_SET_FLAG, k, null), key);
                return;
            }

            fixed (byte* v = text)
            {
                Check(FsConfig(context, FSCONFIG_SET_STRING, k, v), key);
            }
        }
    }

    // The text is put together only when it is needed: nothing is allocated on the good path.
    private void Check(int result, CString key)
    {
        if (result < 0)
        {
            throw LinuxException.FromLastError("fsconfig", $"{Type} {key}");
        }
    }

    private static (CString, CString?) Setting(string option)
    {
        int equals = option.IndexOf('=');
        return equals < 0 ? (new CString(option), null) : (new CString(option[..equals]), new CString(option[(equals + 1)..]));
    }
}
