namespace PSContainer.Launch;

/// <summary>A device file: what kind, which numbers, whose, and who may.</summary>
/// <param name="Type">As in OCI's <c>linux.devices</c>: <c>c</c>, <c>u</c> (character), <c>b</c> (block) or <c>p</c> (FIFO).</param>
/// <param name="Major">Major number.</param>
/// <param name="Minor">Minor number.</param>
/// <param name="Permissions">Mode bits, such as 0666.</param>
/// <param name="Uid">Owner, as the container counts.</param>
/// <param name="Gid">Group, as the container counts.</param>
internal sealed record DeviceNode(char Type, uint Major, uint Minor, ushort Permissions = DeviceNode.EveryonesMode, uint Uid = 0, uint Gid = 0)
{
    /// <summary>Everyone may read and write (0666).</summary>
    public const ushort EveryonesMode = 0b110_110_110;

    private const int S_IFIFO = 0x1000;
    private const int S_IFCHR = 0x2000;
    private const int S_IFBLK = 0x6000;

    /// <summary>The file type's bits of <c>st_mode</c>.</summary>
    public int TypeBits => Type switch { 'b' => S_IFBLK, 'p' => S_IFIFO, _ => S_IFCHR };

    /// <summary>Major and minor in one number, as in <c>st_rdev</c>; see <c>makedev(3)</c>.</summary>
    public ulong Number =>
        ((ulong)(Major & 0xfffff000) << 32) | ((Major & 0xfff) << 8) | ((ulong)(Minor & 0xffffff00) << 12) | (Minor & 0xff);

    public override string ToString() => $"{Type} {Major}:{Minor}";
}
