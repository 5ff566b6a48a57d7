namespace PSContainer.Oci;

/// <summary>What may be done with a device; the values are those of the kernel's device filter (linux/bpf.h).</summary>
[Flags]
public enum DeviceAccess
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>m</c>: make a node.</summary>
    Mknod = 1,

    /// <summary><c>r</c>: read.</summary>
    Read = 2,

    /// <summary><c>w</c>: write.</summary>
    Write = 4,

    /// <summary><c>rwm</c>.</summary>
    All = Mknod | Read | Write,
}
