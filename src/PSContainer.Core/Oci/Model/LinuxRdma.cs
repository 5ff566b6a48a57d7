namespace PSContainer.Oci;

/// <summary>Limits of one RDMA device; at least one of the two.</summary>
public sealed class LinuxRdma
{
    /// <summary>Open handles.</summary>
    public uint? HcaHandles { get; set; }

    /// <summary>Objects.</summary>
    public uint? HcaObjects { get; set; }
}
