namespace PSContainer.Tests.Engine;

/// <summary>How an <see cref="EngineProcess"/> is started.</summary>
internal sealed record EngineProcessOptions
{
    /// <summary>As user and group 65534, without others, with a home and an XDG_RUNTIME_DIR of its own. Needs root, unless the tests run so already.</summary>
    public bool Unprivileged { get; init; }

    /// <summary>A command before the engine's, such as <c>unshare --mount</c>; after the change of user.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    public string StandardInput { get; init; } = "";

    /// <summary>Beside the environment of the tests; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
