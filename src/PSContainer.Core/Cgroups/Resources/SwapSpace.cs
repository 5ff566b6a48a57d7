namespace PSContainer.Cgroups;

/// <summary>Whether the machine has swap: without any, a limit on it holds by itself.</summary>
internal static class SwapSpace
{
    public static bool IsThere()
    {
        byte[]? text = CgroupFile.ReadAll(CgroupFile.AtCurrent, "/proc/meminfo", out _);
        foreach (Range range in new ReadOnlySpan<byte>(text).Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text.AsSpan(range);
            if (line.StartsWith("SwapTotal:"u8))
            {
                return CgroupText.Number(line["SwapTotal:"u8.Length..].TrimStart((byte)' ')) is not 0;
            }
        }

        return true;
    }
}
