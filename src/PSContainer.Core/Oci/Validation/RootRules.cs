namespace PSContainer.Oci;

/// <summary>Rules for the root file system.</summary>
internal static class RootRules
{
    public static void Check(RootSpec? root)
    {
        if (root is null)
            throw SpecError.At("RootMissing", "$.root", "is missing, and a container has a root file system");
        if (TextRules.PathProblem(root.Path) is { } problem)
            throw SpecError.At("RootPath", "$.root.path", problem);
    }
}
