namespace PSContainer.Images;

/// <summary>How to see whether a container does its work (Docker's HEALTHCHECK).</summary>
public sealed class ImageHealthcheck
{
    /// <summary>The test: <c>NONE</c>; <c>CMD</c> and a command line; or <c>CMD-SHELL</c> and a line for the shell.</summary>
    public IReadOnlyList<string> Test { get; set; } = [];

    /// <summary>The time between two tests, or null for the usual one.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>The time after which a test counts as failed, or null for the usual one.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The time after the start in which failures do not count, or null for none.</summary>
    public TimeSpan? StartPeriod { get; set; }

    /// <summary>The time between two tests in the start period, or null for the usual one.</summary>
    public TimeSpan? StartInterval { get; set; }

    /// <summary>How many failures in a row make it unhealthy, or null for the usual number.</summary>
    public int? Retries { get; set; }
}
