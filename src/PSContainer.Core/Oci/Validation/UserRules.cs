namespace PSContainer.Oci;

/// <summary>Rules for the user of a process.</summary>
internal static class UserRules
{
    // NGROUPS_MAX of linux/limits.h.
    private const int MaxGroups = 65536;

    // To setresuid(2) and its like, this id says "leave it": the process would stay who it was.
    private const uint NoId = uint.MaxValue;

    public static void Check(UserSpec user, string path)
    {
        Id(user.Uid, $"{path}.user.uid");
        Id(user.Gid, $"{path}.user.gid");
        if (user.Umask > 0x1FF)
            throw SpecError.At("UmaskRange", $"{path}.user.umask", $"is {user.Umask}, and a mask is at most 511 (octal 777)");
        if (user.AdditionalGids is not { } groups)
            return;
        if (groups.Count > MaxGroups)
            throw SpecError.At("TooManyGroups", $"{path}.user.additionalGids", $"has {groups.Count} groups, and a process has at most {MaxGroups}");
        int none = groups.IndexOf(NoId);
        if (none >= 0)
            Id(NoId, $"{path}.user.additionalGids[{none}]");
    }

    private static void Id(uint id, string path)
    {
        if (id == NoId)
            throw SpecError.At("UserInvalid", path, $"is {id}, which stands for no user or group");
    }
}
