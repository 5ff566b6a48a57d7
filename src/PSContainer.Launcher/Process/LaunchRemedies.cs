using PSContainer.Errors;

namespace PSContainer.Launcher.Process;

/// <summary>What is known to help against failures whose cause is known.</summary>
internal static class LaunchRemedies
{
    /// <summary>A sentence for the user, or null.</summary>
    public static string? For(string step, LinuxException error) => (step, error.Function, error.ErrorNumber) switch
    {
        ("Clone", _, Errno.EPERM) =>
            "Unprivileged user namespaces may be switched off: see Test-ContainerHost (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0).",
        ("Scheduler", _, Errno.EPERM) =>
            "It takes CAP_SYS_NICE; and in version 1 of cgroups real-time needs time of its own: give linux.resources.cpu.realtimeRuntime.",
        ("Mount", "openat2", Errno.ELOOP) => "proc and sysfs must be mounted on ordinary directory, and other paths must not have links in a circle.",
        ("Clone", _, Errno.ENOSPC) => "There are no more namespaces of a kind to be had: raise sysctl user.max_*_namespaces (0 switches them off).",
        (_, "clone3", Errno.EBUSY) =>
            "The kernel refuses adding pid after pid to cgroups with controllers enabled for the groups below: device or resource busy. Name one below by exec --cgroup.",
        ("Clone", _, Errno.EAGAIN) => "A limit on processes is reached (ulimit -u, pids.max).",
        ("Clone", _, Errno.EINVAL) => "This kernel lacks one of the namespaces.",
        ("Mount", "fsmount" or "fsconfig", Errno.EPERM) =>
            "In a user namespace the kernel mounts proc and sysfs only where the host's are wholly visible, and sysfs only with a network namespace of one's own.",
        ("Mount", "openat2" or "mkdirat", Errno.EROFS or Errno.ENOENT) =>
            "The mount point is missing and cannot be made: make it in the root, or mount below a writable place such as /tmp.",
        ("Mount", "openat2", Errno.EXDEV or Errno.ELOOP) => "A link on the way leads out of the root or in a circle.",
        ("WorkingDirectory", _, Errno.ENOENT) => "Give a working directory that exists in the container.",
        ("Sysctl", "openat2", Errno.ENOENT) => "This kernel has no such parameter in these namespaces: sysctl -a lists them.",
        ("Sysctl", "write", Errno.EINVAL or Errno.ERANGE) => "The kernel does not take this value for it.",
        ("ResourceLimit", _, Errno.EPERM) => "Raising a hard limit takes CAP_SYS_RESOURCE, and open files have sysctl fs.nr_open above them.",
        ("Namespace", "setns", Errno.EINVAL) when error.Path?.EndsWith("/user", StringComparison.Ordinal) == true =>
            "A user namespace that the caller is in already cannot be joined: leave it out.",
        ("Hostname" or "DomainName", _, Errno.EPERM) => "Setting it takes a UTS namespace of one's own and CAP_SYS_ADMIN.",
        _ => null,
    };
}
