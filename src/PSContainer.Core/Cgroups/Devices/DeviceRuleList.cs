using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>
/// The device rules of a container: first "nothing", then the spec's in order, then the devices that every container has.
/// For each of read, write and mknod the last rule that fits counts.
/// </summary>
internal static class DeviceRuleList
{
    // The spec's "Default Devices"; and nodes may be made, which opens none of them.
    private static readonly DeviceRule[] s_default =
    [
        new(true, DeviceKind.Character, null, null, DeviceAccess.Mknod),
        new(true, DeviceKind.Block, null, null, DeviceAccess.Mknod),
        new(true, DeviceKind.Character, 1, 3, DeviceAccess.All), // null
        new(true, DeviceKind.Character, 1, 5, DeviceAccess.All), // zero
        new(true, DeviceKind.Character, 1, 7, DeviceAccess.All), // full
        new(true, DeviceKind.Character, 1, 8, DeviceAccess.All), // random
        new(true, DeviceKind.Character, 1, 9, DeviceAccess.All), // urandom
        new(true, DeviceKind.Character, 5, 0, DeviceAccess.All), // tty
        new(true, DeviceKind.Character, 5, 2, DeviceAccess.All), // ptmx
        new(true, DeviceKind.Character, 136, null, DeviceAccess.All), // pts
    ];

    /// <exception cref="Errors.ContainerException">A rule names what cannot be a device.</exception>
    public static List<DeviceRule> From(List<LinuxDeviceCgroup> rules)
    {
        var all = new List<DeviceRule>(rules.Count + s_default.Length + 1) { new(false, null, null, null, DeviceAccess.All) };
        foreach (LinuxDeviceCgroup rule in rules)
        {
            all.Add(new DeviceRule(
                rule.Allow, KindOf(rule.Type), Number(rule.Major, 1 << 12), Number(rule.Minor, 1 << 20), rule.Access ?? DeviceAccess.All));
        }

        all.AddRange(s_default);
        return all;
    }

    private static DeviceKind? KindOf(DeviceKind? kind) => kind switch
    {
        null or DeviceKind.All => null,
        DeviceKind.Character or DeviceKind.Unbuffered => DeviceKind.Character,
        DeviceKind.Block => DeviceKind.Block,
        _ => throw ResourceWriter.Invalid("devices", "has a rule about FIFOs, which are no devices", "Use type a, b or c."),
    };

    // dev_t: 12 bits and 20 bits.
    private static int? Number(long? number, int end) => number switch
    {
        null or -1 => null,
        >= 0 when number < end => (int)number,
        _ => throw ResourceWriter.Invalid("devices", $"has a rule with the number {number}", $"Use 0 to {end - 1}, or -1 for any."),
    };
}
