namespace PSContainer.Oci;

/// <summary>The five capability sets of a process, by names such as <c>CAP_CHOWN</c>; see capabilities(7).</summary>
public sealed class LinuxCapabilities
{
    /// <summary>What the process and its children can ever have.</summary>
    public List<string>? Bounding { get; set; }

    /// <summary>What the kernel checks; a subset of <see cref="Permitted"/>.</summary>
    public List<string>? Effective { get; set; }

    /// <summary>What a file's inheritable set may add on execve.</summary>
    public List<string>? Inheritable { get; set; }

    /// <summary>What the process may make effective.</summary>
    public List<string>? Permitted { get; set; }

    /// <summary>What survives the execve of a program without file capabilities.</summary>
    public List<string>? Ambient { get; set; }
}
