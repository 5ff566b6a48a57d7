using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Rules for kernel parameters: only those that belong to one of the container's own namespaces.</summary>
internal static class SysctlRules
{
    private const string Hostname = "kernel.hostname";

    private static readonly string[] s_ipc =
    [
        "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni",
        "kernel.shm_rmid_forced",
    ];

    public static void Check(Dictionary<string, string>? sysctl, NamespaceSet namespaces)
    {
        if (sysctl is null)
            return;
        foreach ((string key, string value) in sysctl)
        {
            string path = $"$.linux.sysctl[\"{JsonText.Show(key)}\"]";
            if (!IsName(key))
                throw SpecError.At("SysctlInvalid", path, "is no kernel parameter; one looks like net.core.somaxconn", "sysctl -a lists them.");
            TextRules.Check(value, path);
            Belongs(Dotted(key), path, namespaces);
        }
    }

    /// <summary>The kind of namespace that a parameter belongs to, or null.</summary>
    public static NamespaceKind? OwnerOf(string key) => Owner(Dotted(key));

    /// <summary>Whether it is the host name, which is set elsewhere.</summary>
    public static bool IsHostname(string key) => Dotted(key) == Hostname;

    /// <summary>Whether it becomes a path below /proc/sys and nowhere else.</summary>
    private static bool IsName(string key)
    {
        bool boundary = true;
        foreach (char c in key)
        {
            bool separator = c is '.' or '/';
            if ((separator && boundary) || !(separator || char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '@' or ':'))
                return false;
            boundary = separator;
        }

        return !boundary;
    }

    /// <summary>The name as sysctl(8) prints it: where a slash comes first, slashes part it and dots belong to the names.</summary>
    private static string Dotted(string key)
    {
        int first = key.AsSpan().IndexOfAny('.', '/');
        return first < 0 || key[first] == '.'
            ? key
            : string.Create(key.Length, key, static (to, from) =>
            {
                for (int i = 0; i < to.Length; i++)
                    to[i] = from[i] switch { '.' => '/', '/' => '.', var c => c };
            });
    }

    private static void Belongs(string key, string path, NamespaceSet namespaces)
    {
        if (key == Hostname)
            throw SpecError.At("SysctlNotNamespaced", path, "has a property of its own", "Use $.hostname.");
        if (Owner(key) is not { } owner)
            throw SpecError.At("SysctlNotNamespaced", path, "belongs to no namespace, and would change the host's", "Leave it out, and set it on the host where that is meant.");
        if (!namespaces.Has(owner))
            throw Foreign(owner, path);
    }

    private static NamespaceKind? Owner(string key) =>
        key.StartsWith("net.", StringComparison.Ordinal) ? NamespaceKind.Network
        : key.StartsWith("fs.mqueue.", StringComparison.Ordinal) || Array.IndexOf(s_ipc, key) >= 0 ? NamespaceKind.Ipc
        : key.StartsWith("user.", StringComparison.Ordinal) ? NamespaceKind.User
        : key == "kernel.domainname" ? NamespaceKind.Uts
        : null;

    private static ContainerException Foreign(NamespaceKind owner, string path)
    {
        string word = Words.Namespaces[(int)owner];
        return SpecError.At("SysctlNotNamespaced", path, $"is given without a {word} namespace, and would change the host's", $"Add a {word} namespace.");
    }
}
