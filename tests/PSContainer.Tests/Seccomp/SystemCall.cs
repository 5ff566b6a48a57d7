namespace PSContainer.Tests.Seccomp;

/// <summary>A call as a filter sees it: <c>struct seccomp_data</c>.</summary>
internal sealed record SystemCall(uint Arch, uint Number, params ulong[] Arguments)
{
    public uint Word(uint offset) => offset switch
    {
        0 => Number,
        4 => Arch,
        8 or 12 => 0,
        _ => (uint)(Argument((int)(offset - 16) / 8) >> (offset % 8 == 0 ? 0 : 32)),
    };

    public ulong Argument(int index) => index < Arguments.Length ? Arguments[index] : 0;

    public override string ToString() => $"{Arch:x8} {Number:x}({string.Join(", ", Arguments.Select(a => a.ToString("x")))})";
}
