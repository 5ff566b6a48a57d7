namespace PSContainer.Oci;

/// <summary>Limits of a container's control group.</summary>
public sealed class LinuxResources
{
    /// <summary>Which devices may be used: rules in order, the last that fits counts.</summary>
    public List<LinuxDeviceCgroup>? Devices { get; set; }

    /// <summary>Memory.</summary>
    public LinuxMemory? Memory { get; set; }

    /// <summary>Processor time.</summary>
    public LinuxCpu? Cpu { get; set; }

    /// <summary>Processes and threads.</summary>
    public LinuxPids? Pids { get; set; }

    /// <summary>Input and output of block devices.</summary>
    public LinuxBlockIO? BlockIO { get; set; }

    /// <summary>Huge pages.</summary>
    public List<LinuxHugepageLimit>? HugepageLimits { get; set; }

    /// <summary>Class and priorities of network traffic (version 1 of control groups only).</summary>
    public LinuxNetwork? Network { get; set; }

    /// <summary>RDMA, by device.</summary>
    public Dictionary<string, LinuxRdma>? Rdma { get; set; }

    /// <summary>Files of version 2 of control groups and what to write to them.</summary>
    public Dictionary<string, string>? Unified { get; set; }
}
