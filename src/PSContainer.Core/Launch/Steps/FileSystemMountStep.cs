using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Mounts a new file system (proc, tmpfs, sysfs, devpts, mqueue, overlay …) inside the root.</summary>
internal sealed unsafe class FileSystemMountStep : LaunchStep
{
    private readonly string _type;
    private readonly RootPath _target;
    private readonly MountOptions _options;
    private readonly CString _typeName;
    private readonly (CString Key, CString? Value)[] _settings;

    public FileSystemMountStep(string type, string? source, RootPath target, MountOptions options)
    {
        _type = type;
        _target = target;
        _options = options;
        _typeName = new CString(type);
        _settings = Settings(source ?? type, options.Data);
    }

    public override string Name => "Mount";

    public override string Description => $"mount {_type} on {_target.Text}{_options.Text}";

    public override void Execute(LaunchContext context)
    {
        int mount = CreateMount();
        int target = _target.OpenOrCreate(context, directory: true);
        LinuxException.Check(MoveMount(mount, target), "move_mount", _target.Text);
        close(target);
        _options.ApplyPropagation(mount, _target.Text);
        close(mount);
    }

    private int CreateMount()
    {
        fixed (byte* type = _typeName)
        {
            int context = LinuxException.Check(FsOpen(type), "fsopen", _type);
            foreach ((CString key, CString? value) in _settings)
            {
                Configure(context, key, value);
            }

            LinuxException.Check(FsConfig(context, FSCONFIG_CMD_CREATE, null, null), "fsconfig", _type);
            int mount = LinuxException.Check(FsMount(context, _options.Set), "fsmount", _type);
            close(context);
            return mount;
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
            throw LinuxException.FromLastError("fsconfig", $"{_type} {key}");
        }
    }

    private static (CString, CString?)[] Settings(string source, IReadOnlyList<string> data)
    {
        var settings = new (CString, CString?)[data.Count + 1];
        settings[0] = (new CString("source"), new CString(source));
        for (int i = 0; i < data.Count; i++)
        {
            int equals = data[i].IndexOf('=');
            settings[i + 1] = equals < 0
                ? (new CString(data[i]), null)
                : (new CString(data[i][..equals]), new CString(data[i][(equals + 1)..]));
        }

        return settings;
    }
}
