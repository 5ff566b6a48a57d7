using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Mounts a cgroup hierarchy so that the container's own group is its root. Without a cgroup namespace the kernel would show
/// everybody's: then the mount is made by a short-lived process in such a namespace, and handed over by the descriptors that
/// both share.
/// </summary>
internal sealed unsafe class CgroupMountStep : LaunchStep
{
    private const int Failed = -1;

    private readonly string _text;
    private readonly CString _type;
    private readonly CString? _hierarchy;
    private readonly CString? _value;
    private readonly (CString Key, CString? Value)[] _data;
    private readonly RootPath _target;
    private readonly MountOptions _options;
    private readonly bool _ownNamespace;

    /// <param name="hierarchy">A version 1 hierarchy as <c>/proc/self/cgroup</c> names it (<c>cpu,cpuacct</c>, <c>name=systemd</c>); empty for version 2.</param>
    /// <param name="target">Where.</param>
    /// <param name="options">Its attributes.</param>
    /// <param name="ownNamespace">Whether the process is in a cgroup namespace of its own.</param>
    public CgroupMountStep(string hierarchy, RootPath target, MountOptions options, bool ownNamespace)
    {
        _text = hierarchy.Length == 0 ? "cgroup2" : $"cgroup {hierarchy}";
        _type = new CString(hierarchy.Length == 0 ? "cgroup2" : "cgroup");
        int equals = hierarchy.IndexOf('=');
        _hierarchy = hierarchy.Length == 0 ? null : new CString(equals < 0 ? hierarchy : hierarchy[..equals]);
        _value = equals < 0 ? null : new CString(hierarchy[(equals + 1)..]);
        // What is no option of every mount is version 2's own; in version 1 it is that of the folder around the hierarchies.
        _data = [.. hierarchy.Length == 0 ? options.Data.Select(Split) : []];
        _target = target;
        _options = options;
        _ownNamespace = ownNamespace;
    }

    public override string Name => "Mount";

    public override string Description => $"mount {_text} on {_target.Text}{_options.Text}";

    public override void Execute(LaunchContext context)
    {
        int mount = _ownNamespace ? Create() : CreateInNamespace();
        int target = _target.OpenOrCreate(context, directory: true);
        LinuxException.Check(MoveMount(mount, target), "move_mount", _target.Text);
        close(target);
        close(mount);
    }

    private int Create()
    {
        fixed (byte* type = _type)
        {
            int context = LinuxException.Check(FsOpen(type), "fsopen", _text);
            Configure(context);
            LinuxException.Check(FsConfig(context, FSCONFIG_CMD_CREATE, null, null), "fsconfig", _text);
            int mount = LinuxException.Check(FsMount(context, _options.Set), "fsmount", _text);
            close(context);
            return mount;
        }
    }

    // Several controllers of one hierarchy are so many flags of their own.
    private void Configure(int context)
    {
        if (_hierarchy is not { } hierarchy)
        {
            ConfigureUnified(context);
            return;
        }

        byte* word = stackalloc byte[hierarchy.Length + 1];
        int length = 0;
        foreach (byte c in hierarchy.Bytes)
        {
            word[length++] = c;
            if (c == (byte)',')
            {
                word[length - 1] = 0;
                Set(context, word);
                length = 0;
            }
        }

        word[length] = 0;
        Set(context, word);
    }

    private void ConfigureUnified(int context)
    {
        foreach ((CString key, CString? value) in _data)
        {
            fixed (byte* name = key, text = value ?? key)
            {
                int result = value is null
                    ? FsConfig(context, FSCONFIG_SET_FLAG, name, null) : FsConfig(context, FSCONFIG_SET_STRING, name, text);
                LinuxException.Check(result, "fsconfig", _text);
            }
        }
    }

    private static (CString Key, CString? Value) Split(string option)
    {
        int equals = option.IndexOf('=');
        return equals < 0 ? (new CString(option), null) : (new CString(option[..equals]), new CString(option[(equals + 1)..]));
    }

    private void Set(int context, byte* key)
    {
        if (_value is not { } text)
        {
            LinuxException.Check(FsConfig(context, FSCONFIG_SET_FLAG, key, null), "fsconfig", _text);
            return;
        }

        fixed (byte* value = text)
        {
            LinuxException.Check(FsConfig(context, FSCONFIG_SET_STRING, key, value), "fsconfig", _text);
        }
    }

    private int CreateInNamespace()
    {
        int* answer = stackalloc int[2];
        int* pipe = stackalloc int[2];
        LinuxException.Check(pipe2(pipe, O_CLOEXEC), "pipe2");
        var arguments = new CloneArgs { Flags = (uint)CLONE_FILES, ExitSignal = (ulong)SIGCHLD };
        int pid = LinuxException.Check(Clone3(&arguments), "clone3");
        if (pid == 0)
        {
            Answer(pipe[1], answer);
        }

        ChildReaper.Reap(pid);

        close(pipe[1]);
        bool answered = (long)read(pipe[0], answer, 2 * sizeof(int)) == 2 * sizeof(int);
        close(pipe[0]);
        return answered && answer[0] != Failed ? answer[0] : throw new LinuxException("fsmount", answered ? answer[1] : ECHILD, _text);
    }

    private void Answer(int pipe, int* answer)
    {
        try
        {
            LinuxException.Check(unshare((int)CLONE_NEWCGROUP), "unshare");
            answer[0] = Create();
        }
        catch (LinuxException error)
        {
            answer[0] = Failed;
            answer[1] = error.ErrorNumber;
        }

        write(pipe, answer, 2 * sizeof(int));
        _exit(0);
    }
}
