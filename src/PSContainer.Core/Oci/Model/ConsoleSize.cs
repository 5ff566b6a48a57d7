namespace PSContainer.Oci;

/// <summary>The size of a terminal, in characters.</summary>
public sealed class ConsoleSize
{
    /// <summary>Lines.</summary>
    public ushort Height { get; set; }

    /// <summary>Columns.</summary>
    public ushort Width { get; set; }
}
