namespace PSContainer.Layers.Tar;

/// <summary>Where an archive's bytes come from.</summary>
internal interface ITarSource
{
    /// <summary>Reads some bytes; 0 at the end.</summary>
    int Read(Span<byte> buffer);
}
