using System.Globalization;

namespace PSContainer.Cgroups;

/// <summary>How much work waits for a resource; see the kernel's <c>accounting/psi.rst</c>.</summary>
public sealed class CgroupPressure
{
    /// <summary>Share of the last 10 seconds, in percent, in which some process waited.</summary>
    public double Some10 { get; init; }

    /// <summary>The same over 60 seconds.</summary>
    public double Some60 { get; init; }

    /// <summary>The same over 300 seconds.</summary>
    public double Some300 { get; init; }

    /// <summary>All time in which some process waited.</summary>
    public TimeSpan SomeTotal { get; init; }

    /// <summary>Share of the last 10 seconds, in percent, in which all processes waited.</summary>
    public double Full10 { get; init; }

    /// <summary>The same over 60 seconds.</summary>
    public double Full60 { get; init; }

    /// <summary>The same over 300 seconds.</summary>
    public double Full300 { get; init; }

    /// <summary>All time in which all processes waited.</summary>
    public TimeSpan FullTotal { get; init; }

    /// <summary>The shares of the last 10 seconds.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"some {Some10:0.##} %, full {Full10:0.##} %");
}
