namespace PSContainer.Oci;

/// <summary>Who a process runs as; all ids are those inside the container.</summary>
public sealed class UserSpec
{
    /// <summary>The user id.</summary>
    public uint Uid { get; set; }

    /// <summary>The group id.</summary>
    public uint Gid { get; set; }

    /// <summary>The file mode creation mask, 0 to octal 777; null leaves the caller's.</summary>
    public uint? Umask { get; set; }

    /// <summary>Supplementary groups.</summary>
    public List<uint>? AdditionalGids { get; set; }
}
