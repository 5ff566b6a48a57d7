using static PSContainer.Interop.Interop;

namespace PSContainer.Launch;

/// <summary>Reads mount options in the words of mount(8), of the OCI runtime spec (config.md, "Mount options"), and of crun.</summary>
internal static class MountOptionParser
{
    // Access times are one field of four values: whichever is chosen, the field has to be named as cleared (mount_setattr(2)).
    private static readonly (string Word, ulong Set, ulong Clear)[] s_attributes =
    [
        ("ro", MOUNT_ATTR_RDONLY, 0), ("rw", 0, MOUNT_ATTR_RDONLY), ("nosuid", MOUNT_ATTR_NOSUID, 0), ("suid", 0, MOUNT_ATTR_NOSUID),
        ("nodev", MOUNT_ATTR_NODEV, 0), ("dev", 0, MOUNT_ATTR_NODEV), ("noexec", MOUNT_ATTR_NOEXEC, 0), ("exec", 0, MOUNT_ATTR_NOEXEC),
        ("nodiratime", MOUNT_ATTR_NODIRATIME, 0), ("diratime", 0, MOUNT_ATTR_NODIRATIME),
        ("noatime", MOUNT_ATTR_NOATIME, MOUNT_ATTR__ATIME), ("strictatime", MOUNT_ATTR_STRICTATIME, MOUNT_ATTR__ATIME),
        ("relatime", 0, MOUNT_ATTR__ATIME), ("atime", 0, MOUNT_ATTR__ATIME), ("norelatime", 0, MOUNT_ATTR__ATIME),
        ("nostrictatime", 0, MOUNT_ATTR__ATIME), ("nosymfollow", MOUNT_ATTR_NOSYMFOLLOW, 0), ("symfollow", 0, MOUNT_ATTR_NOSYMFOLLOW),
    ];

    // Flags of the file system as a whole, which one that is bound has already.
    private static readonly string[] s_fileSystemFlags =
        ["sync", "async", "dirsync", "lazytime", "nolazytime", "mand", "nomand"];

    // Words for mount(8) and fstab(5) themselves, or without a meaning to kernels of today.
    private static readonly string[] s_ignored =
        ["defaults", "nouser", "user", "noauto", "auto", "nofail", "_netdev", "acl", "noacl", "iversion", "noiversion", "loud", "silent"];

    private static readonly string[] s_kinds =
        ["bind", "rbind", "remount", "src-nofollow", "dest-nofollow", "copy-symlink", "tmpcopyup", "idmap", "ridmap"];

    /// <summary>Every option that is known here, those with an r for the whole tree included.</summary>
    public static IEnumerable<string> Words =>
    [
        .. s_kinds, .. s_attributes.Select(static item => item.Word), .. s_attributes.Select(static item => "r" + item.Word),
        .. s_fileSystemFlags, .. s_ignored, .. MountPropagationExtensions.Words,
    ];

    /// <summary>Sorts each option where it belongs; what is unknown here is data for the file system, which refuses what it does not know.</summary>
    public static MountOptions Parse(IReadOnlyList<string>? options)
    {
        var parsed = new MountOptions();
        foreach (string option in options ?? [])
        {
            if (!TryKind(option, parsed) && !TryPropagation(option, parsed) && !TryAttribute(option, parsed) && !s_ignored.Contains(option))
            {
                (s_fileSystemFlags.Contains(option) ? parsed.FileSystemFlags : parsed.Data).Add(option);
            }
        }

        parsed.Text = options is { Count: > 0 } ? $" ({string.Join(", ", options)})" : "";
        return parsed;
    }

    private static bool TryKind(string option, MountOptions parsed)
    {
        switch (option)
        {
            case "bind": parsed.Bind = true; return true;
            case "rbind": parsed.Bind = parsed.RecursiveBind = true; return true;
            case "remount": parsed.Remount = true; return true;
            case "src-nofollow": parsed.SourceNoFollow = true; return true;
            case "dest-nofollow": parsed.DestinationNoFollow = true; return true;
            case "copy-symlink": parsed.CopySymlink = parsed.Bind = true; return true;
            case "tmpcopyup": parsed.CopyUp = true; return true;
            default: return TryIdMap(option, parsed);
        }
    }

    private static bool TryIdMap(string option, MountOptions parsed)
    {
        string word = option.Split('=', 2)[0];
        if (word is not ("idmap" or "ridmap"))
        {
            return false;
        }

        parsed.IdMap = true;
        parsed.RecursiveIdMap |= word == "ridmap";
        parsed.IdMapText = option.Length > word.Length ? option[(word.Length + 1)..] : parsed.IdMapText;
        return true;
    }

    private static bool TryPropagation(string option, MountOptions parsed)
    {
        if (!MountPropagationExtensions.TryParse(option, out MountPropagation propagation))
        {
            return false;
        }

        parsed.Propagation = propagation;
        return true;
    }

    private static bool TryAttribute(string option, MountOptions parsed)
    {
        if (TryFind(option, out ulong set, out ulong clear))
        {
            parsed.Set = (parsed.Set & ~clear) | set;
            parsed.Clear = (parsed.Clear & ~set) | clear;
            return true;
        }

        // "rro" is "ro" for the whole tree, and so on; "relatime" begins with r and is found above.
        if (option.StartsWith('r') && TryFind(option[1..], out set, out clear))
        {
            parsed.RecursiveSet = (parsed.RecursiveSet & ~clear) | set;
            parsed.RecursiveClear = (parsed.RecursiveClear & ~set) | clear;
            return true;
        }

        return false;
    }

    private static bool TryFind(string option, out ulong set, out ulong clear)
    {
        int index = Array.FindIndex(s_attributes, item => item.Word == option);
        (_, set, clear) = index < 0 ? default : s_attributes[index];
        return index >= 0;
    }
}
