namespace PSContainer.Configuration;

/// <summary>A mount as a user gives it, in whatever form.</summary>
internal sealed class MountFields
{
    public string? Type { get; set; }

    public string? Source { get; set; }

    public string Target { get; set; } = "";

    public List<string> Options { get; init; } = [];
}
