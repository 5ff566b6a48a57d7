namespace PSContainer.Oci;

/// <summary>A rule about system calls.</summary>
public sealed class LinuxSyscall
{
    /// <summary>The calls, by name; at least one.</summary>
    public List<string> Names { get; set; } = [];

    /// <summary>What happens to them.</summary>
    public SeccompAction Action { get; set; }

    /// <summary>The errno of <see cref="Action"/>, where it gives one; null is EPERM.</summary>
    public uint? ErrnoRet { get; set; }

    /// <summary>Conditions on the arguments, all of which must hold.</summary>
    public List<LinuxSeccompArg>? Args { get; set; }
}
