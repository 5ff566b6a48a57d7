namespace PSContainer.Oci;

/// <summary>A kind of device, in a node or in a rule.</summary>
public enum DeviceKind
{
    /// <summary><c>a</c>: all; in rules only.</summary>
    All,

    /// <summary><c>c</c>: a character device.</summary>
    Character,

    /// <summary><c>b</c>: a block device.</summary>
    Block,

    /// <summary><c>u</c>: an unbuffered character device; on Linux the same as <see cref="Character"/>.</summary>
    Unbuffered,

    /// <summary><c>p</c>: a FIFO; in nodes only.</summary>
    Fifo,
}
