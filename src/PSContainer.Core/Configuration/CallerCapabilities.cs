using System.Globalization;
using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Configuration;

/// <summary>The capabilities that "all" stands for.</summary>
internal static class CallerCapabilities
{
    private const string Line = "CapPrm:";

    /// <summary>
    /// Those that root has here: on some machines it is not given every one, and nobody can hand on what he lacks. Others get a user
    /// namespace, and in it all.
    /// </summary>
    public static IReadOnlyList<string> All { get; } = (uint)geteuid() == 0 ? Held() : Capabilities.All;

    private static IReadOnlyList<string> Held()
    {
        string? line = Array.Find(File.ReadAllLines("/proc/self/status"), static text => text.StartsWith(Line, StringComparison.Ordinal));
        ulong bits = ulong.Parse(line.AsSpan(Line.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return [.. Capabilities.All.Where((_, number) => (bits & (1UL << number)) != 0)];
    }
}
