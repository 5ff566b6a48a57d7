using PSContainer.Errors;
using PSContainer.Launch.Steps;
using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>Plans the mounts of a spec, in its order.</summary>
internal static class MountPlanner
{
    public static void Plan(List<LaunchStep> steps, RuntimeSpec spec, LaunchFacts facts)
    {
        foreach (MountSpec mount in spec.Mounts ?? [])
        {
            steps.Add(Step(mount, facts));
        }
    }

    private static LaunchStep Step(MountSpec mount, LaunchFacts facts)
    {
        MountOptions options = MountOptionParser.Parse(mount.Options);
        var target = new RootPath(mount.Destination);
        if (options.Bind || mount.Type is "bind" or "rbind")
        {
            options.RecursiveBind |= mount.Type == "rbind";
            return Bind(mount, target, options, facts);
        }

        string type = mount.Type is { Length: > 0 } given ? given : throw new ContainerException(
            "Mount.TypeMissing", ErrorKind.InvalidArgument, $"The mount on '{mount.Destination}' has no type and is no bind mount.",
            mount.Destination, "Give its type, such as tmpfs, or the option bind.");
        return new FileSystemMountStep(type, mount.Source, target, options);
    }

    private static BindMountStep Bind(MountSpec mount, RootPath target, MountOptions options, LaunchFacts facts)
    {
        string source = mount.Source ?? "";
        bool isDirectory = facts.IsDirectory(source) ?? throw new ContainerException(
            "Mount.SourceNotFound", ErrorKind.NotFound,
            $"'{source}', to be mounted on '{mount.Destination}', does not exist on the host.", source,
            "Create it first, or correct the path.");
        return new BindMountStep(source, isDirectory, target, options);
    }
}
