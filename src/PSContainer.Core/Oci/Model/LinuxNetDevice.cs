namespace PSContainer.Oci;

/// <summary>A network device that moves into a container; since version 1.3 of the specification.</summary>
public sealed class LinuxNetDevice
{
    /// <summary>Its name inside; null keeps the one that it has. <c>%d</c> stands for a free number.</summary>
    public string? Name { get; set; }
}
