namespace PSContainer.Images;

/// <summary>What an image says of itself and of the process to run; see the OCI image specification, "Image Configuration".</summary>
public sealed class ImageConfiguration
{
    /// <summary>When the image was made, or null where it does not say.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>Who made it, or null.</summary>
    public string? Author { get; set; }

    /// <summary>What it runs on.</summary>
    public Platform Platform { get; set; } = Platform.Current;

    /// <summary>The command line's first part, which arguments do not replace; null where there is none.</summary>
    public IReadOnlyList<string>? Entrypoint { get; set; }

    /// <summary>The command line's rest, or all of it, which arguments replace; null where there is none.</summary>
    public IReadOnlyList<string>? Command { get; set; }

    /// <summary>The environment, <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; set; } = [];

    /// <summary>The folder that the process starts in; empty for the root.</summary>
    public string WorkingDirectory { get; set; } = "";

    /// <summary>The user, <c>name</c>, <c>uid</c>, <c>user:group</c>; empty for root.</summary>
    public string User { get; set; } = "";

    /// <summary>The folders that get volumes.</summary>
    public IReadOnlyList<string> Volumes { get; set; } = [];

    /// <summary>The ports that it serves, <c>80/tcp</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; set; } = [];

    /// <summary>The signal that asks the process to end, <c>SIGTERM</c> or a number; null for the usual one.</summary>
    public string? StopSignal { get; set; }

    /// <summary>How to see whether a container does its work, or null.</summary>
    public ImageHealthcheck? Healthcheck { get; set; }

    /// <summary>Labels by name.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary>The shell for command lines that are text (Docker), or null.</summary>
    public IReadOnlyList<string>? Shell { get; set; }

    /// <summary>The digests of the uncompressed layers, the lowest first.</summary>
    public IReadOnlyList<string> DiffIds { get; set; } = [];

    /// <summary>How the image came to be, the oldest step first.</summary>
    public IReadOnlyList<ImageHistory> History { get; set; } = [];
}
