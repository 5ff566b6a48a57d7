using PSContainer.Errors;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Mounts a new file system (proc, tmpfs, sysfs, devpts, mqueue, overlay …) inside the root.</summary>
internal sealed unsafe class FileSystemMountStep : LaunchStep
{
    private readonly RootPath _target;
    private readonly MountOptions _options;
    private readonly NewFileSystem _system;
    private readonly bool _inheritsMode;
    private readonly bool _ordinaryOnly;

    public FileSystemMountStep(string type, string? source, RootPath target, MountOptions options)
    {
        _target = target;
        _options = options;
        _system = new NewFileSystem(type, source ?? type, options);
        _inheritsMode = type == "tmpfs" && !options.Data.Exists(static item => item.StartsWith("mode=", StringComparison.Ordinal));
        // What covers and hides parts of them goes by their usual places: a link must not have them elsewhere (CVE-2019-19921).
        _ordinaryOnly = type is "proc" or "sysfs";
    }

    public override string Name => "Mount";

    public override string Description => $"mount {_system.Type} on {_target.Text}{_options.Text}";

    public override void Execute(LaunchContext context)
    {
        int existing = _target.TryOpen(context, 0, noLinks: _ordinaryOnly);
        if (existing < 0 && errno != ENOENT)
        {
            throw LinuxException.FromLastError("openat2", _target.Text);
        }

        int target = existing >= 0 ? existing : _target.OpenOrCreate(context, directory: true);
        int mount = _system.NeedsOldCall ? MountOn(context, target) : Attach(target, _inheritsMode && existing >= 0 ? ModeOf(target) : null);
        close(target);
        _options.ApplyRecursiveAttributes(mount, _target.Text);
        _options.ApplyPropagation(mount, _target.Text);
        context.Cover(_target, mount);
    }

    private int Attach(int target, uint? mode)
    {
        int mount = _system.Create(mode);
        if (_options.CopyUp)
        {
            CopyUp(target, mount);
        }

        LinuxException.Check(MoveMount(mount, target), "move_mount", _target.Text);
        return mount;
    }

    private int MountOn(LaunchContext context, int target)
    {
        _system.MountOn(target);
        int mount = LinuxException.Check(_target.TryOpen(context), "openat2", _target.Text);
        _options.ApplyAttributes(mount, _target.Text);
        return mount;
    }

    private uint ModeOf(int folder)
    {
        Tmds.Linux.stat status;
        LinuxException.Check(fstat(folder, &status), "fstat", _target.Text);
        return (uint)status.st_mode & 0xfff;
    }

    // The mount is read-only, if it is to be, only for those who come by it: the copy is made on the file system itself.
    private void CopyUp(int from, int mount)
    {
        if (_target.Text == "/")
        {
            throw new LinuxException("tmpcopyup", EINVAL, "/");
        }

        var writable = new MountAttr { Clear = MOUNT_ATTR_RDONLY };
        LinuxException.Check(MountSetAttr(mount, 0, &writable), "mount_setattr", _target.Text);
        TreeCopy.Copy(from, mount, _target.Text);
        if ((_options.Set & MOUNT_ATTR_RDONLY) != 0)
        {
            var readOnly = new MountAttr { Set = MOUNT_ATTR_RDONLY };
            LinuxException.Check(MountSetAttr(mount, 0, &readOnly), "mount_setattr", _target.Text);
        }
    }
}
