using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>The capabilities of a container: the default ones, more and fewer as asked.</summary>
internal static class CapabilityOptions
{
    /// <summary>The names, in the kernel's order.</summary>
    /// <param name="add">Names to add; <c>ALL</c> for every one.</param>
    /// <param name="drop">Names to take away; <c>ALL</c> takes every one that is not added by name.</param>
    /// <exception cref="Errors.ContainerException">A name is unknown.</exception>
    public static IReadOnlyList<string> Build(IReadOnlyList<string> add, IReadOnlyList<string> drop)
    {
        HashSet<string> wanted = [.. ProcessDefaults.Capabilities];
        bool dropsAll = drop.Any(static name => name.Equals("ALL", StringComparison.OrdinalIgnoreCase));
        wanted.ExceptWith(dropsAll ? Capabilities.All : []);
        wanted.UnionWith(add.SelectMany(Capabilities.Parse));
        wanted.ExceptWith(drop.Where(_ => !dropsAll).SelectMany(Capabilities.Parse));
        return [.. Capabilities.All.Where(wanted.Contains)];
    }
}
