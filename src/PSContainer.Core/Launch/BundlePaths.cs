using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>Paths of the host that a spec may give relative to its bundle (config.md, "Root" and "Mounts").</summary>
internal static class BundlePaths
{
    /// <summary>Makes them absolute.</summary>
    /// <param name="spec">The spec, changed in place.</param>
    /// <param name="bundle">The folder that it lies in; empty where every path has to be absolute.</param>
    public static void Resolve(RuntimeSpec spec, string bundle)
    {
        if (spec.Root is { } root)
        {
            root.Path = Absolute(root.Path, bundle);
        }

        foreach (MountSpec mount in spec.Mounts ?? [])
        {
            if (mount.Source is { Length: > 0 } source && IsBind(mount))
            {
                mount.Source = Absolute(source, bundle);
            }
        }
    }

    private static string Absolute(string path, string bundle) => path.StartsWith('/') ? path : $"{bundle}/{path}";

    private static bool IsBind(MountSpec mount) =>
        mount.Type is "bind" or "rbind" || mount.Options?.Exists(static option => option is "bind" or "rbind") == true;
}
