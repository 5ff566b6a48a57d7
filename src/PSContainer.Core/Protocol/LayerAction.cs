namespace PSContainer.Protocol;

/// <summary>What is done to a folder of the image store.</summary>
internal enum LayerAction
{
    /// <summary>An archive from standard input is unpacked into it.</summary>
    Unpack,

    /// <summary>What is in it is written as an archive to standard output.</summary>
    Pack,

    /// <summary>All that is in it is removed.</summary>
    Empty,
}
