namespace PSContainer.Launch;

/// <summary>What a plan depends on besides the spec: facts of the machine and the caller, looked up by whoever asks for a plan.</summary>
internal sealed class LaunchFacts
{
    /// <summary>The caller's effective user id.</summary>
    public required uint UserId { get; init; }

    /// <summary>Whether the caller's user namespace is the machine's first: only there can device nodes be made.</summary>
    public required bool InInitialUserNamespace { get; init; }

    /// <summary>Whether the caller may say which devices are used: it takes rights over the machine, not over a namespace.</summary>
    public bool MayFilterDevices => UserId == 0 && InInitialUserNamespace;

    /// <summary>Whether a path of the host is a folder, or null where it is missing.</summary>
    public required Func<string, bool?> IsDirectory { get; init; }

    /// <summary>Whether the user namespace that is joined denies setgroups(2), as one made without privileges does.</summary>
    public bool GroupsDenied { get; init; }

    /// <summary>
    /// The cgroup hierarchies, as <c>/proc/self/cgroup</c> names them: <c>cpu,cpuacct</c>, <c>name=systemd</c>, and an empty text
    /// for version 2.
    /// </summary>
    public Func<IReadOnlyList<string>> CgroupHierarchies { get; init; } = static () => [];

    /// <summary>Whether the kernel runs with AppArmor.</summary>
    public Func<bool> HasAppArmor { get; init; } = static () => false;

    /// <summary>Whether the kernel runs with SELinux.</summary>
    public Func<bool> HasSelinux { get; init; } = static () => false;
}
