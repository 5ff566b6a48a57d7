namespace PSContainer.Oci;

/// <summary>One resource limit; see getrlimit(2).</summary>
public sealed class PosixRlimit
{
    /// <summary>The resource.</summary>
    public RlimitType Type { get; set; }

    /// <summary>The ceiling of the soft limit; <see cref="ulong.MaxValue"/> is "unlimited".</summary>
    public ulong Hard { get; set; }

    /// <summary>The limit that the kernel enforces; not above <see cref="Hard"/>.</summary>
    public ulong Soft { get; set; }
}
