using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>The capabilities of a container: the default ones, more and fewer as asked.</summary>
internal static class CapabilityOptions
{
    /// <summary>The names, in the kernel's order.</summary>
    /// <param name="add">Names to add; <c>ALL</c> for every one that root has here.</param>
    /// <param name="drop">Names to take away; <c>ALL</c> takes every one that is not added by name.</param>
    /// <param name="all">Whether to begin with all in place of the default ones.</param>
    /// <exception cref="Errors.ContainerException">A name is unknown.</exception>
    public static IReadOnlyList<string> Build(IReadOnlyList<string> add, IReadOnlyList<string> drop, bool all = false)
    {
        HashSet<string> wanted = [.. all ? CallerCapabilities.All : ProcessDefaults.Capabilities];
        bool dropsAll = drop.Any(IsAll);
        wanted.ExceptWith(dropsAll ? Capabilities.All : []);
        wanted.UnionWith(add.SelectMany(static name => IsAll(name) ? CallerCapabilities.All : Capabilities.Parse(name)));
        wanted.ExceptWith(drop.Where(_ => !dropsAll).SelectMany(Capabilities.Parse));
        return [.. Capabilities.All.Where(wanted.Contains)];
    }

    private static bool IsAll(string name) => name.Equals("ALL", StringComparison.OrdinalIgnoreCase);
}
