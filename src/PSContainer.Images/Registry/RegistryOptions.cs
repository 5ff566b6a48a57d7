namespace PSContainer.Images.Registry;

/// <summary>How registries are reached.</summary>
internal sealed record RegistryOptions
{
    /// <summary>For the registry of the image's name, instead of what is configured; or null.</summary>
    public RegistryCredential? Credential { get; init; }

    /// <summary>A file of certificates (PEM) that are trusted beside the machine's, or null.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>Whether a registry on this machine's loopback may be one that speaks http only.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Other registries (<c>host[:port]</c>) that may speak http only.</summary>
    public IReadOnlyList<string> InsecureRegistries { get; init; } = [];

    /// <summary>Registries (<c>host[:port][/folder]</c>) that are asked first.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>The longest wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest time in which nothing arrives.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is repeated that failed for a reason that may pass.</summary>
    public int MaximumRetries { get; init; } = 5;

    /// <summary>The wait before the first repetition; each further one is twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait that a registry may ask for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many layers are transferred at once.</summary>
    public int ParallelLayers { get; init; } = 3;

    /// <summary>What the user's environment says.</summary>
    public RegistryEnvironment Environment { get; init; } = new();

    /// <summary>Hears what is worth knowing, from any thread.</summary>
    public Action<string> Log { get; init; } = static _ => { };
}
