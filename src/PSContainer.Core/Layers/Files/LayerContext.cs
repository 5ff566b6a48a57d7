namespace PSContainer.Layers.Files;

/// <summary>What all that make files of a layer have in common.</summary>
internal sealed class LayerContext
{
    /// <summary>Whether nothing lies below.</summary>
    public required bool IsLowest { get; init; }

    /// <summary>The layers below; null where they are not at hand.</summary>
    public required LowerLayers? Lower { get; init; }

    /// <summary>Whether a folder was made that no layer has an entry for, because nothing lies below.</summary>
    public bool HasOrphans { get; set; }

    public required OverlayMarks Marks { get; init; }

    public required FileOwners Owners { get; init; }

    public required ExtendedAttributes Attributes { get; init; }
}
