namespace PSContainer.Cgroups;

/// <summary>What a cgroup read from and wrote to one block device.</summary>
public sealed class CgroupDeviceStatistics
{
    /// <summary>The device, as major and minor number: <c>8:0</c>.</summary>
    public string Device { get; init; } = "";

    /// <summary>Bytes read.</summary>
    public long ReadBytes { get; set; }

    /// <summary>Bytes written.</summary>
    public long WriteBytes { get; set; }

    /// <summary>Read operations.</summary>
    public long ReadOperations { get; set; }

    /// <summary>Write operations.</summary>
    public long WriteOperations { get; set; }
}
