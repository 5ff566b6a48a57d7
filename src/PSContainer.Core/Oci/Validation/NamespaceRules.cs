namespace PSContainer.Oci;

/// <summary>Rules for the list of namespaces.</summary>
internal static class NamespaceRules
{
    public static void Check(List<LinuxNamespace>? namespaces)
    {
        int seen = 0;
        for (int i = 0; i < (namespaces?.Count ?? 0); i++)
        {
            LinuxNamespace space = namespaces![i];
            int bit = 1 << (int)space.Type;
            if ((seen & bit) != 0)
                throw SpecError.At("NamespaceDuplicate", $"$.linux.namespaces[{i}].type", $"is {Words.Namespaces[(int)space.Type]}, which is given before");
            if (space.Path is not null && TextRules.AbsoluteProblem(space.Path) is { } problem)
                throw SpecError.At("NamespacePath", $"$.linux.namespaces[{i}].path", problem);
            seen |= bit;
        }
    }
}
