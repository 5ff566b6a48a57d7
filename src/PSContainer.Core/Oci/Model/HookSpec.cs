namespace PSContainer.Oci;

/// <summary>A command to run at some point in a container's life; it reads the state on its standard input.</summary>
public sealed class HookSpec
{
    /// <summary>The executable; an absolute path.</summary>
    public string Path { get; set; } = "";

    /// <summary>Its arguments, its name first.</summary>
    public List<string>? Args { get; set; }

    /// <summary>Its environment, as <c>NAME=value</c>.</summary>
    public List<string>? Env { get; set; }

    /// <summary>Seconds after which it is ended; at least 1.</summary>
    public int? Timeout { get; set; }
}
