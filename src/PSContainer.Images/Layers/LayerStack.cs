namespace PSContainer.Images;

/// <summary>Unpacked layers as an overlay takes them.</summary>
internal static class LayerStack
{
    /// <summary>The folders for overlayfs' <c>lowerdir</c>, the uppermost first. A layer that takes away the whole root ends the list.</summary>
    public static IReadOnlyList<string> Lower(IReadOnlyList<UnpackedLayer> layers)
    {
        var folders = new List<string>();
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            folders.Add(layers[i].Path);
            if (layers[i].Facts.IsOpaque)
                break;
        }

        return folders;
    }

    /// <summary>
    /// The folder whose owner, mode and times the root has: overlayfs shows those of the uppermost layer, even where that has no entry
    /// for it. Null where no layer has one.
    /// </summary>
    public static string? Root(IReadOnlyList<UnpackedLayer> layers) => layers.LastOrDefault(static layer => layer.Facts.HasRoot)?.Path;
}
