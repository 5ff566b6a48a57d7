using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>The rule for the path of a control group.</summary>
internal static class CgroupRules
{
    public static void Check(string? path)
    {
        if (path is not null && Problem(path) is { } problem)
            throw SpecError.At("CgroupsPath", "$.linux.cgroupsPath", problem);
    }

    private static string? Problem(string path)
    {
        if (TextRules.PathProblem(path) is { } problem)
            return problem;
        foreach (char c in path)
        {
            if (char.IsControl(c))
                return "contains a control character";
        }

        // A colon parts systemd's slice:prefix:name, each of which becomes a part of the path.
        foreach (Range part in path.AsSpan().SplitAny('/', ':'))
        {
            if (path.AsSpan(part) is "..")
                return $"is '{JsonText.Show(path)}', which leads out of its place with ..";
        }

        return null;
    }
}
