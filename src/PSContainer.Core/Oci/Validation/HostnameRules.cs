using System.Text;

namespace PSContainer.Oci;

/// <summary>Rules for the host name and the domain name.</summary>
internal static class HostnameRules
{
    // __NEW_UTS_LEN of linux/utsname.h.
    private const int MaxBytes = 64;

    public static void Check(RuntimeSpec spec, NamespaceSet namespaces)
    {
        Check(spec.Hostname, "Hostname", "$.hostname", namespaces);
        Check(spec.Domainname, "Domainname", "$.domainname", namespaces);
        if (spec.Domainname is { } name && spec.Linux?.Sysctl?.GetValueOrDefault("kernel.domainname") is { } other && other != name)
            throw SpecError.At("DomainnameConflict", "$.domainname", $"is '{name}', and $.linux.sysctl sets kernel.domainname to another");
    }

    /// <summary>The id and the sentence of what is wrong with a name, or null.</summary>
    public static (string Id, string Text)? Problem(string name)
    {
        if (name.Length == 0)
            return ("Empty", "is empty");
        if (Encoding.UTF8.GetByteCount(name) is > MaxBytes and int bytes)
            return ("TooLong", $"has {bytes} bytes, and at most {MaxBytes} are allowed");
        foreach (char c in name)
        {
            if (char.IsControl(c))
                return ("Invalid", "contains a control character");
        }

        return null;
    }

    private static void Check(string? name, string id, string path, NamespaceSet namespaces)
    {
        if (name is null)
            return;
        if (Problem(name) is { } problem)
            throw SpecError.At(id + problem.Id, path, problem.Text);
        if (!namespaces.Has(NamespaceKind.Uts))
            throw SpecError.At(id + "NeedsUts", path, "is given without a UTS namespace, and would change the host's", "Add a UTS namespace.");
    }
}
