namespace PSContainer.Oci;

/// <summary>The limit of huge pages of one size.</summary>
public sealed class LinuxHugepageLimit
{
    /// <summary>The size, as <c>2MB</c>: a number and KB, MB or GB.</summary>
    public string PageSize { get; set; } = "";

    /// <summary>How many bytes of them.</summary>
    public ulong Limit { get; set; }
}
