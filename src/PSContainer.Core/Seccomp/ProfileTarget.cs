namespace PSContainer.Seccomp;

/// <summary>What the conditions in a profile of Podman or Docker are about: the container that it is for, and its machine.</summary>
/// <param name="Capabilities">The container's bounding set, as the kernel's bits.</param>
/// <param name="Native">The machine's own interface.</param>
/// <param name="Kernel">The kernel's version.</param>
internal readonly record struct ProfileTarget(ulong Capabilities, SyscallAbi Native, Version Kernel)
{
    /// <summary>A container on this machine.</summary>
    public static ProfileTarget Here(ulong capabilities) => new(capabilities, SyscallAbis.Native, Environment.OSVersion.Version);
}
