using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>A device of the host that a container is to have.</summary>
/// <param name="HostPath">Its file on the host.</param>
/// <param name="Node">What it is, and where the container has it.</param>
/// <param name="Access">What the container may do with it.</param>
internal sealed record ContainerDevice(string HostPath, LinuxDevice Node, DeviceAccess Access)
{
    /// <summary>The cgroup rule that allows it.</summary>
    public LinuxDeviceCgroup Rule => new() { Allow = true, Type = Node.Type, Major = Node.Major, Minor = Node.Minor, Access = Access };

    /// <summary>The mount that shows it where no node can be made.</summary>
    public MountSpec Mount => new() { Type = "bind", Source = HostPath, Destination = Node.Path, Options = ["bind", "nosuid", "noexec"] };
}
