namespace PSContainer.Images;

/// <summary>A step in the making of an image.</summary>
public sealed class ImageHistory
{
    /// <summary>When it was done, or null.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>The command that did it, or null.</summary>
    public string? CreatedBy { get; set; }

    /// <summary>Who did it, or null.</summary>
    public string? Author { get; set; }

    /// <summary>A remark, or null.</summary>
    public string? Comment { get; set; }

    /// <summary>Whether it made no layer.</summary>
    public bool IsEmptyLayer { get; set; }
}
