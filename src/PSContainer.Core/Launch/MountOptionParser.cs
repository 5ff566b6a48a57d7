using static PSContainer.Interop.Interop;

namespace PSContainer.Launch;

/// <summary>Reads mount options in the words of mount(8) and of the OCI runtime spec (config.md, "Mount options").</summary>
internal static class MountOptionParser
{
    private static readonly string[] s_attributes =
    [
        "ro", "rw", "nosuid", "suid", "nodev", "dev", "noexec", "exec", "nodiratime", "diratime", "noatime", "strictatime", "relatime",
        "atime", "norelatime", "nostrictatime", "nosymfollow", "symfollow",
    ];

    /// <summary>Every option that is known here, those with an r for the whole tree included.</summary>
    public static IEnumerable<string> Words =>
        ["bind", "rbind", "defaults", "async", .. s_attributes, .. s_attributes.Select(static word => "r" + word), .. MountPropagationExtensions.Words, "src-nofollow"];

    /// <summary>Sorts each option where it belongs; what is unknown here is data for the file system, which refuses what it does not know.</summary>
    public static MountOptions Parse(IReadOnlyList<string>? options)
    {
        var parsed = new MountOptions();
        foreach (string option in options ?? [])
        {
            if (!TryBind(option, parsed) && !TryPropagation(option, parsed) && !TryAttribute(option, parsed))
            {
                parsed.Data.Add(option);
            }
        }

        parsed.Text = options is { Count: > 0 } ? $" ({string.Join(", ", options)})" : "";
        return parsed;
    }

    private static bool TryBind(string option, MountOptions parsed)
    {
        switch (option)
        {
            case "bind": parsed.Bind = true; return true;
            case "rbind": parsed.Bind = parsed.RecursiveBind = true; return true;
            case "src-nofollow": parsed.SourceNoFollow = true; return true;
            case "defaults" or "async" or "nouser" or "noauto" or "auto" or "nofail" or "_netdev": return true;
            default: return false;
        }
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

    // Access times are one field of four values: whichever is chosen, the field has to be named as cleared (mount_setattr(2)).
    private static bool TryFind(string option, out ulong set, out ulong clear)
    {
        (set, clear) = option switch
        {
            "ro" => (MOUNT_ATTR_RDONLY, 0UL),
            "rw" => (0UL, MOUNT_ATTR_RDONLY),
            "nosuid" => (MOUNT_ATTR_NOSUID, 0UL),
            "suid" => (0UL, MOUNT_ATTR_NOSUID),
            "nodev" => (MOUNT_ATTR_NODEV, 0UL),
            "dev" => (0UL, MOUNT_ATTR_NODEV),
            "noexec" => (MOUNT_ATTR_NOEXEC, 0UL),
            "exec" => (0UL, MOUNT_ATTR_NOEXEC),
            "nodiratime" => (MOUNT_ATTR_NODIRATIME, 0UL),
            "diratime" => (0UL, MOUNT_ATTR_NODIRATIME),
            "noatime" => (MOUNT_ATTR_NOATIME, MOUNT_ATTR__ATIME),
            "strictatime" => (MOUNT_ATTR_STRICTATIME, MOUNT_ATTR__ATIME),
            "relatime" or "atime" or "norelatime" or "nostrictatime" => (0UL, MOUNT_ATTR__ATIME),
            "nosymfollow" => (MOUNT_ATTR_NOSYMFOLLOW, 0UL),
            "symfollow" => (0UL, MOUNT_ATTR_NOSYMFOLLOW),
            _ => (ulong.MaxValue, 0UL),
        };
        return set != ulong.MaxValue;
    }
}
