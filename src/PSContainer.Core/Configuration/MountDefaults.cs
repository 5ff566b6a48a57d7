using PSContainer.Launch;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>The mounts that every container has: proc, dev, sys, and on the host's own root what must not be the host's.</summary>
internal static class MountDefaults
{
    public static List<MountSpec> Build(ContainerOptions options, NamespaceKind[] made, CallerFacts caller)
    {
        bool newUser = made.Contains(NamespaceKind.User);
        var mounts = new List<MountSpec> { Proc(made, newUser) };
        mounts.AddRange(Dev(made, newUser, options));
        mounts.Add(Sys(made, newUser, options.Privileged));
        if (options.RootPath is { } root)
        {
            options.Mounts.ToList().ForEach(mount => MountTargetCheck.Check(root, ContainerPath.Normalize(mount.Destination)));
        }
        else
        {
            mounts.AddRange(HostRoot(made, caller));
        }

        // A mount of the user's on one of these places is meant instead of it.
        HashSet<string> taken = [.. options.Mounts.Select(static mount => ContainerPath.Normalize(mount.Destination))];
        return [.. mounts.Where(mount => !taken.Contains(mount.Destination)), .. options.Mounts];
    }

    // In a user namespace the kernel mounts a new procfs only for a PID namespace of its own.
    private static MountSpec Proc(NamespaceKind[] made, bool newUser) => newUser && !made.Contains(NamespaceKind.Pid)
        ? Bind("/proc", "rbind")
        : Mount("proc", "/proc", "nosuid", "noexec", "nodev");

    private static IEnumerable<MountSpec> Dev(NamespaceKind[] made, bool newUser, ContainerOptions options)
    {
        yield return Mount("tmpfs", "/dev", "nosuid", "noexec", "strictatime", "mode=755", "size=65536k");
        string[] pts = ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"];
        // Group tty can own terminals only where it has an id outside.
        yield return Mount("devpts", "/dev/pts", newUser && !IdMapDefaults.MapsGroup(options, TerminalGroup) ? pts : [.. pts, "gid=5"]);
        yield return Mount("tmpfs", "/dev/shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k");
        if (made.Contains(NamespaceKind.Ipc))
        {
            yield return Mount("mqueue", "/dev/mqueue", "nosuid", "noexec", "nodev");
        }
    }

    // In a user namespace the kernel mounts a new sysfs only for a network namespace of its own.
    private static MountSpec Sys(NamespaceKind[] made, bool newUser, bool writable)
    {
        string[] common = ["nosuid", "noexec", "nodev"];
        return newUser && !made.Contains(NamespaceKind.Network)
            ? Bind("/sys", ["rbind", .. writable ? common : ["rro", .. common]])
            : Mount("sysfs", "/sys", writable ? common : [.. common, "ro"]);
    }

    // Reading is harmless, but a socket in /run can be spoken to through a read-only mount, and what listens there obeys root.
    private static IEnumerable<MountSpec> HostRoot(NamespaceKind[] made, CallerFacts caller)
    {
        yield return Mount("tmpfs", "/run", "nosuid", "nodev", "mode=755");
        yield return Mount("tmpfs", "/tmp", "nosuid", "nodev", "mode=1777");
        if (!made.Contains(NamespaceKind.Network) && caller.ResolverFile is { } resolver && resolver.StartsWith("/run/", StringComparison.Ordinal))
        {
            yield return Bind(resolver, "bind", "ro");
        }
    }

    private const uint TerminalGroup = 5;

    private static MountSpec Mount(string type, string destination, params string[] options) =>
        new() { Type = type, Source = type, Destination = destination, Options = [.. options] };

    private static MountSpec Bind(string path, params string[] options) =>
        new() { Type = "bind", Source = path, Destination = path, Options = [.. options] };
}
