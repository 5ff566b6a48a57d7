using PSContainer.Errors;
using PSContainer.Launch.Steps;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch;

/// <summary>Plans the mounts of a spec, in its order.</summary>
internal sealed class MountPlanner(List<LaunchStep> steps, RuntimeSpec spec, NamespacePlan namespaces, LaunchFacts facts)
{
    private readonly List<LaunchStep> _atEnd = [];
    private readonly string? _label = SecurityPlanner.MountOption(spec, facts);

    /// <summary>What is wanted besides the spec.</summary>
    public LaunchOptions Options { get; init; } = new();

    /// <summary>Plans them all.</summary>
    /// <returns>What is to be done when everything, devices too, is in them.</returns>
    public IReadOnlyList<LaunchStep> Plan()
    {
        List<MountSpec> mounts = spec.Mounts ?? [];
        for (int i = 0; i < mounts.Count; i++)
        {
            Plan(mounts[i], mounts.GetRange(i + 1, mounts.Count - i - 1));
        }

        return _atEnd;
    }

    private bool InUserNamespace => namespaces.Makes(NamespaceKind.User) || namespaces.JoinsKind(NamespaceKind.User);

    private void Plan(MountSpec mount, List<MountSpec> later)
    {
        MountOptions options = MountOptionParser.Parse(mount.Options);
        var target = new RootPath(Options.MountsAsOthers ? BelowRoot(mount.Destination) ?? mount.Destination : mount.Destination);
        if (options.Remount)
        {
            steps.Add(new RemountStep(target, options));
        }
        else if (options.Bind || mount.Type is "bind" or "rbind")
        {
            options.RecursiveBind |= mount.Type == "rbind";
            FillVolume(mount);
            ClearOthers(options);
            steps.Add(Bind(mount, mount.Source ?? "", target, options));
        }
        else if (mount.Type is "cgroup" or "cgroup2")
        {
            AddAtEnd(CgroupMountPlanner.Plan(steps, mount, options, namespaces, facts));
        }
        else
        {
            FileSystem(mount, target, options, later);
        }
    }

    private void FillVolume(MountSpec mount)
    {
        if (Options.Volumes.FirstOrDefault(volume => volume.Fills && volume.Data == mount.Source && volume.Target == mount.Destination) is { } volume)
        {
            steps.Add(new FillVolumeStep(volume) { OpensOutside = InUserNamespace && facts.UserId == 0 });
        }
    }

    // mount(2) sets all the attributes of a mount at once, but those of another user namespace's it does not take away.
    private void ClearOthers(MountOptions options)
    {
        const ulong Held = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
        if (Options.MountsAsOthers && (options.Set | options.Clear) != 0)
        {
            options.Clear |= (MOUNT_ATTR_NOSYMFOLLOW | (InUserNamespace || !facts.InInitialUserNamespace ? 0 : Held)) & ~options.Set;
        }
    }

    private void FileSystem(MountSpec mount, RootPath target, MountOptions options, List<MountSpec> later)
    {
        string type = mount.Type is { Length: > 0 } given ? given : throw new ContainerException(
            "Mount.TypeMissing", ErrorKind.InvalidArgument, $"The mount on '{mount.Destination}' has no type and is no bind mount.",
            mount.Destination, "Give its type, such as tmpfs, or the option bind.");
        if (Substitute(type) is { } host)
        {
            // What was meant for a file system of its own is meant for all that is mounted in the host's.
            options.RecursiveBind = true;
            options.RecursiveSet |= options.Set;
            options.Data.Clear();
            steps.Add(Bind(mount, host, target, options));
            return;
        }

        RequireMaps(mount, options);
        DropForeignGroup(type, options);
        if (_label is not null && type is not ("proc" or "sysfs"))
        {
            options.Data.Add(_label);
        }

        DeferReadOnly(type, target, options, later);
        steps.Add(new FileSystemMountStep(type, mount.Source, target, options));
    }

    // In a user namespace the kernel mounts these only for who rules the namespace that they show. The host's then show the same.
    private string? Substitute(string type) => !InUserNamespace ? null : type switch
    {
        "sysfs" when !namespaces.Has(NamespaceKind.Network) => "/sys",
        "proc" when !namespaces.Has(NamespaceKind.Pid) => "/proc",
        "mqueue" when !namespaces.Has(NamespaceKind.Ipc) => "/dev/mqueue",
        _ => null,
    };

    // The group that owns terminals has no name in a namespace that does not map it, or of which that is not known.
    private void DropForeignGroup(string type, MountOptions options)
    {
        const string Group = "gid=";
        if (type == "devpts" && InUserNamespace)
        {
            options.Data.RemoveAll(item => item.StartsWith(Group, StringComparison.Ordinal)
                && uint.TryParse(item.AsSpan(Group.Length), out uint group) && namespaces.IdMaps?.Groups.Maps(group) != true);
        }
    }

    // What is to be mounted, or made, in it has to find it writable.
    private void DeferReadOnly(string type, RootPath target, MountOptions options, List<MountSpec> later)
    {
        bool readOnly = (options.Set & MOUNT_ATTR_RDONLY) != 0;
        if (type == "tmpfs" && readOnly && (target.Text == "/dev" || later.Exists(other => IsBelow(other.Destination, target.Text))))
        {
            options.Set &= ~MOUNT_ATTR_RDONLY;
            AddAtEnd(new RemountStep(target, new MountOptions { Set = MOUNT_ATTR_RDONLY }));
        }
    }

    private BindMountStep Bind(MountSpec mount, string source, RootPath target, MountOptions options)
    {
        RefuseData(mount, options);
        string? below = BelowRoot(source);
        bool inside = below is not null, openedByRoot = InUserNamespace && facts.UserId == 0;
        if (!inside && !IsMadeBefore(source) && !options.SourceNoFollow && !options.CopySymlink && facts.IsDirectory(source) is null)
        {
            throw new ContainerException(
                "Mount.SourceNotFound", ErrorKind.NotFound,
                $"'{source}', to be mounted on '{mount.Destination}', does not exist on the host: no such file or directory.", source,
                "Create it first, or correct the path.");
        }

        IdMaps? maps = mount.UidMappings is { Count: > 0 } users ? IdMaps.From(users, mount.GidMappings!) : IdMapText.Parse(options.IdMapText);
        bool mapped = maps is not null || options.IdMap;
        // Where the launcher opens the root, it is found at "/" and no longer at its folder.
        return new BindMountStep(source, target, options, openedByRoot ? below : null)
        {
            IdMaps = maps, UsesContainerMaps = options.IdMap && maps is null && RequireUserNamespace(mount), IsInside = inside,
            OpensOutside = mapped || openedByRoot,
        };
    }

    // By whoever asks for the launch, or by the launcher, before the process begins.
    private bool IsMadeBefore(string source) =>
        (Options.Storage is { } storage && IsBelow(source, storage)) || Options.GivenPaths.Contains(source) || Options.Volumes.Any(volume => volume.Data == source);

    private bool RequireUserNamespace(MountSpec mount) => InUserNamespace ? true : throw new ContainerException(
        "Mount.IdMapMissing", ErrorKind.InvalidArgument,
        $"The mount on '{mount.Destination}' is to be shown by a map of ids, and neither it nor the container has one.", mount.Destination,
        "Give the mount uidMappings and gidMappings.");

    // A bind mount has no data: what is left over is a slip of the pen.
    private static void RefuseData(MountSpec mount, MountOptions options)
    {
        if (options.Data.Count > 0)
        {
            throw new ContainerException(
                "Mount.OptionUnknown", ErrorKind.InvalidArgument,
                $"'{options.Data[0]}' is no option of a bind mount (on '{mount.Destination}').", options.Data[0],
                $"Known are {string.Join(", ", MountOptionParser.Words)}.");
        }
    }

    private static void RequireMaps(MountSpec mount, MountOptions options)
    {
        if (options.IdMap || mount.UidMappings is { Count: > 0 })
        {
            throw new ContainerException(
                "Mount.IdMapNotSupported", ErrorKind.NotSupported,
                $"The mount on '{mount.Destination}' is a new file system: only a bind mount can be shown by a map of ids.", mount.Destination,
                "Leave its maps out.");
        }
    }

    private void AddAtEnd(LaunchStep? step)
    {
        if (step is not null)
        {
            _atEnd.Add(step);
        }
    }

    // What a path of the host is in the root, if that is where it leads by its name.
    private string? BelowRoot(string path) =>
        spec.Root!.Path is not "/" and var root && path.StartsWith('/') && IsBelow(path, root) ? ContainerPath.Normalize(path)[ContainerPath.Normalize(root).Length..] : null;

    private static bool IsBelow(string path, string folder)
    {
        string clean = ContainerPath.Normalize(path);
        folder = ContainerPath.Normalize(folder);
        return clean.StartsWith(folder == "/" ? folder : folder + "/", StringComparison.Ordinal) && clean != folder;
    }
}
