using PSContainer.Interop;
using PSContainer.Protocol;

namespace PSContainer.Launch.Layers;

/// <summary>Names in a container's own folder of the image store.</summary>
internal static class LayerNames
{
    /// <summary>What the container changed.</summary>
    public static readonly CString Upper = new("upper");

    /// <summary>The whole root, where there can be no overlay.</summary>
    public static readonly CString Copy = new(RootLayers.CopyName);

    /// <summary>What the kernel needs beside that.</summary>
    public static readonly CString Work = new("work");
}
