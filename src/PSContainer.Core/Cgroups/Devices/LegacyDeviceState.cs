using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>
/// What version 1's controller can hold: all devices or none, and exceptions from that. A rule that would need an exception
/// from an exception cannot be held.
/// </summary>
internal sealed class LegacyDeviceState
{
    private readonly SortedDictionary<(DeviceKind Kind, int Major, int Minor), DeviceAccess> _exceptions = [];

    public bool AllowsByDefault { get; private set; }

    public IReadOnlyDictionary<(DeviceKind Kind, int Major, int Minor), DeviceAccess> Exceptions => _exceptions;

    /// <exception cref="Errors.ContainerException">Version 1 cannot hold the rules.</exception>
    public static LegacyDeviceState From(IEnumerable<DeviceRule> rules)
    {
        var state = new LegacyDeviceState();
        foreach (DeviceRule rule in rules)
        {
            state.Add(rule);
        }

        return state;
    }

    /// <summary>Reads <c>devices.list</c>: lines such as "c 1:3 rwm", or "a *:* rwm" where all but unknown exceptions is allowed.</summary>
    public static LegacyDeviceState Parse(string list)
    {
        var state = new LegacyDeviceState();
        foreach (string line in list.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', ':');
            DeviceKind? kind = words[0] switch { "b" => DeviceKind.Block, "c" => DeviceKind.Character, _ => null };
            state.Add(new DeviceRule(true, kind, Number(words[1]), Number(words[2]), Access(words[3])));
        }

        return state;
    }

    private static int? Number(string word) => word == "*" ? null : int.Parse(word, System.Globalization.CultureInfo.InvariantCulture);

    private static DeviceAccess Access(string word) =>
        (word.Contains('r') ? DeviceAccess.Read : 0) | (word.Contains('w') ? DeviceAccess.Write : 0) | (word.Contains('m') ? DeviceAccess.Mknod : 0);

    private void Add(DeviceRule rule)
    {
        if (rule.IsTotal)
        {
            AllowsByDefault = rule.Allow;
            _exceptions.Clear();
        }
        else if (rule.Kind is { } kind)
        {
            Add(rule, (kind, rule.Major ?? -1, rule.Minor ?? -1));
        }
        else
        {
            Add(rule with { Kind = DeviceKind.Block });
            Add(rule with { Kind = DeviceKind.Character });
        }
    }

    private void Add(DeviceRule rule, (DeviceKind Kind, int Major, int Minor) key)
    {
        if (rule.Allow != AllowsByDefault)
        {
            _exceptions[key] = _exceptions.GetValueOrDefault(key) | rule.Access;
            return;
        }

        foreach (((DeviceKind Kind, int Major, int Minor) other, DeviceAccess access) in _exceptions.ToArray())
        {
            if ((access & rule.Access) == 0 || !Overlap(key, other))
            {
                continue;
            }

            if (!Covers(key, other))
            {
                throw CannotHold(rule, key);
            }

            Set(other, access & ~rule.Access);
        }
    }

    private void Set((DeviceKind Kind, int Major, int Minor) key, DeviceAccess access)
    {
        if (access == DeviceAccess.None)
        {
            _exceptions.Remove(key);
        }
        else
        {
            _exceptions[key] = access;
        }
    }

    private static bool Overlap((DeviceKind Kind, int Major, int Minor) a, (DeviceKind Kind, int Major, int Minor) b) =>
        a.Kind == b.Kind && (a.Major == b.Major || a.Major < 0 || b.Major < 0) && (a.Minor == b.Minor || a.Minor < 0 || b.Minor < 0);

    private static bool Covers((DeviceKind Kind, int Major, int Minor) a, (DeviceKind Kind, int Major, int Minor) b) =>
        a.Kind == b.Kind && (a.Major == b.Major || a.Major < 0) && (a.Minor == b.Minor || a.Minor < 0);

    private static Errors.ContainerException CannotHold(DeviceRule rule, (DeviceKind Kind, int Major, int Minor) key) =>
        ResourceWriter.NotSupported(
            "devices",
            $"version 1 of cgroups cannot {(rule.Allow ? "allow" : "deny")} {LegacyDevices.Format(key, rule.Access)} where an earlier rule does the opposite for more than that");
}
