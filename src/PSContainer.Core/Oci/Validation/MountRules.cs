using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Rules for mounts.</summary>
internal static class MountRules
{
    private const string List = "$.mounts";

    public static void Check(List<MountSpec>? mounts, ICollection<string>? warnings)
    {
        for (int i = 0; i < (mounts?.Count ?? 0); i++)
        {
            Check(mounts![i], i);
            if (mounts[i].Destination[0] != '/')
                warnings?.Add($"{List}[{i}].destination is '{JsonText.Show(mounts[i].Destination)}': a relative one is deprecated, and counts from /.");
        }
    }

    // What a runtime writes there to confine the process, labels for one, would go elsewhere.
    private static bool IsProcessFolder(string destination)
    {
        string[] parts = destination.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["proc", var name, ..] && (name is "self" or "thread-self" || name.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0);
    }

    private static void Check(MountSpec mount, int i)
    {
        if (TextRules.PathProblem(mount.Destination) is { } problem)
            throw SpecError.At("MountDestination", new SpecPath(List, i, ".destination"), problem);
        if (IsProcessFolder(mount.Destination))
            throw SpecError.At("MountDestination", new SpecPath(List, i, ".destination"), "is a process's folder in /proc, which must stay the kernel's");
        TextRules.Check(mount.Source, new SpecPath(List, i, ".source"));
        TextRules.Check(mount.Type, new SpecPath(List, i, ".type"));
        TextRules.CheckAll(mount.Options, new SpecPath(List, i, ".options"));
        if (mount.UidMappings is null != mount.GidMappings is null)
            throw SpecError.At("MountMapIncomplete", new SpecPath(List, i), "has one of uidMappings and gidMappings, and needs both or neither");
        IdMapRules.Check(mount.UidMappings, new SpecPath(List, i, ".uidMappings"));
        IdMapRules.Check(mount.GidMappings, new SpecPath(List, i, ".gidMappings"));
    }
}
