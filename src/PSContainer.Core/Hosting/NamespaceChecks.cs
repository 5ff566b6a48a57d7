using PSContainer.Launch;
using PSContainer.Oci;
using static PSContainer.Hosting.ContainerHostCheck;

namespace PSContainer.Hosting;

/// <summary>The kinds of namespaces; see <c>namespaces(7)</c>.</summary>
internal static class NamespaceChecks
{
    private const string UserClone = "/proc/sys/kernel/unprivileged_userns_clone";
    private const string AppArmorRestriction = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";

    public static IEnumerable<ContainerHostCheck> Run(HostView host)
    {
        for (NamespaceKind kind = NamespaceKind.Pid; kind <= NamespaceKind.Time; kind++)
        {
            yield return Kind(host, kind);
        }
    }

    private static ContainerHostCheck Kind(HostView host, NamespaceKind kind)
    {
        string name = $"{kind}Namespace";
        bool isNeeded = kind switch
        {
            NamespaceKind.Cgroup or NamespaceKind.Time => false,
            NamespaceKind.User => !host.IsPrivileged,
            _ => true,
        };
        if (!host.Exists($"/proc/self/ns/{kind.FileName()}"))
        {
            return Lacking(name, isNeeded, "This kernel has none.", $"Run a kernel with CONFIG_{kind.ToString().ToUpperInvariant().Replace("NETWORK", "NET", StringComparison.Ordinal)}_NS.");
        }

        string limit = $"user.max_{kind.FileName()}_namespaces";
        string? most = host.Read($"/proc/sys/{limit.Replace('.', '/')}");
        if (most is "0")
        {
            return Lacking(name, isNeeded, $"Switched off: {limit} is 0.", $"sysctl {limit}=10000");
        }

        return kind == NamespaceKind.User ? ByUsers(host, name, most) : Ok(name, AtMost(most));
    }

    // Distributions keep these from users, not from root.
    private static ContainerHostCheck ByUsers(HostView host, string name, string? most)
    {
        if (!host.IsPrivileged && host.Read(UserClone) is "0")
        {
            return Missing(name, "Switched off for users: kernel.unprivileged_userns_clone is 0.", "sysctl kernel.unprivileged_userns_clone=1, or run as root.");
        }

        if (!host.IsPrivileged && host.Read(AppArmorRestriction) is "1")
        {
            return Missing(
                name, "AppArmor leaves users no rights in them: kernel.apparmor_restrict_unprivileged_userns is 1.",
                "sysctl kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile for pwsh with the rule 'userns,', or run as root.");
        }

        return Ok(name, AtMost(most));
    }

    private static string AtMost(string? most) => most is null ? "Available" : $"Available, at most {most}";
}
