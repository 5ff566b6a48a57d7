using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Hosting;
using PSContainer.Interop;
using PSContainer.State;
using PSContainer.Tests.State;

namespace PSContainer.Tests.Hosting;

/// <summary>A machine that has everything, in a folder; a test takes away what it is about.</summary>
internal sealed class FakeHost : IDisposable
{
    private readonly TemporaryRoot _state = new();
    private readonly string _root = Directory.CreateTempSubdirectory("host-").FullName;
    private readonly Dictionary<KernelCall, int> _refused = [];

    public FakeHost()
    {
        Write("/proc/sys/kernel/osrelease", "6.12.9-test");
        Write("/proc/self/status", "Name:\tpwsh\nCapEff:\t000001ffffffffff\n");
        Write("/proc/self/mountinfo", "22 1 0:21 / /proc rw - proc proc rw\n23 22 0:22 / /proc/sys/fs/binfmt_misc rw - autofs x rw\n");
        Write("/proc/filesystems", "nodev\tproc\nnodev\tdevpts\n\text4\nnodev\toverlay\n");
        Write("/proc/sys/kernel/seccomp/actions_avail", "kill_process kill_thread trap errno user_notif trace log allow");
        Write("/proc/sys/vm/memfd_noexec", "0");
        Write("/sys/module/apparmor/parameters/enabled", "Y");
        Write("/dev/ptmx", "");
        Write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/home/user:/bin/sh\n");
        foreach (string kind in new[] { "pid", "net", "mnt", "ipc", "uts", "user", "cgroup", "time" })
        {
            Write($"/proc/self/ns/{kind}", "");
            Write($"/proc/sys/user/max_{kind}_namespaces", "1000");
        }

        Write("/module/pscontainer", "", executable: true);
        Directory.CreateDirectory($"{_root}/cgroup");
        Write("/cgroup/cgroup.controllers", "cpuset cpu io memory pids");
        Write("/cgroup/cgroup.procs", "");
    }

    public uint UserId { get; set; }

    public StateRoot? StateRoot { get; set; }

    public CgroupLayout? Cgroups { get; set; }

    /// <summary>Makes the host one of a user without rights.</summary>
    public FakeHost AsUser()
    {
        UserId = 1000;
        Write("/proc/self/status", "CapEff:\t0000000000000000");
        return this;
    }

    public void Write(string path, string text, bool executable = false, bool setUid = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root + path)!);
        File.WriteAllText(_root + path, text);
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(_root + path, mode | (executable ? UnixFileMode.UserExecute : 0) | (setUid ? UnixFileMode.SetUser : 0));
    }

    public void Remove(string path) => File.Delete(_root + path);

    public void Refuse(KernelCall call, int errno) => _refused[call] = errno;

    public ContainerHostCheck Check(string name) => Assert.Single(CheckAll(), check => check.Name == name);

    public IReadOnlyList<ContainerHostCheck> CheckAll() => [.. HostChecks.Run(new HostView(_root)
    {
        UserId = UserId,
        LauncherPath = "/module/pscontainer",
        StateRoot = StateRoot ?? StateRootInFolder(),
        Probe = call => _refused.GetValueOrDefault(call),
        Cgroups = Cgroups ?? Layout(isUnified: true, null),
    })];

    /// <summary>One hierarchy.</summary>
    public CgroupLayout Layout(bool isUnified, CgroupControllers? controllers) =>
        new([new CgroupHierarchy(isUnified, controllers, $"{_root}/cgroup", "/", "/")]);

    public void Dispose()
    {
        _state.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    // The store itself is the machine's own, and its folder is looked at below the fake root: it is made there too.
    private StateRoot StateRootInFolder()
    {
        Directory.CreateDirectory(_root + _state.Path);
        _state.Store.Root.Open().Dispose();
        return _state.Store.Root;
    }
}
