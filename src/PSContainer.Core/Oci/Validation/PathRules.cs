namespace PSContainer.Oci;

/// <summary>Rules for masked and read-only paths and for the label of mounts.</summary>
internal static class PathRules
{
    public static void Check(LinuxSpec linux, NamespaceSet namespaces)
    {
        Check(linux.MaskedPaths, "$.linux.maskedPaths", namespaces);
        Check(linux.ReadonlyPaths, "$.linux.readonlyPaths", namespaces);
        TextRules.Check(linux.MountLabel, "$.linux.mountLabel");
    }

    private static void Check(List<string>? paths, string path, NamespaceSet namespaces)
    {
        if (paths is null or [])
            return;
        if (!namespaces.Has(NamespaceKind.Mount))
            throw SpecError.At("PathsNeedMount", path, "is given without a mount namespace, and would change the host's", "Add a mount namespace.");
        for (int i = 0; i < paths.Count; i++)
        {
            if (TextRules.AbsoluteProblem(paths[i]) is { } problem)
                throw SpecError.At("PathInvalid", $"{path}[{i}]", problem);
        }
    }
}
