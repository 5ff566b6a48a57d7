using PSContainer.Interop;
using PSContainer.Oci;

namespace PSContainer.Launch.Hooks;

/// <summary>A hook with everything that it takes to start it, made in advance so that a forked child allocates nothing.</summary>
internal sealed class Hook
{
    /// <param name="kind">When it runs.</param>
    /// <param name="index">Its place among those of its kind.</param>
    /// <param name="spec">What it is.</param>
    /// <param name="environment">The environment of one that names none.</param>
    /// <param name="home">HOME, where that environment has none and it is looked up later.</param>
    public Hook(HookKind kind, int index, HookSpec spec, IReadOnlyList<string> environment, HomeVariable? home = null)
    {
        Title = $"{kind.Word()} hook #{index}";
        PathText = spec.Path;
        Path = new CString(spec.Path);
        Arguments = new CStringArray(spec.Args is { Count: > 0 } arguments ? arguments : [spec.Path]);
        Environment = spec.Env is null && home is not null ? new CStringArray(environment, home.Pointer) : new CStringArray(spec.Env ?? environment);
        TimeoutSeconds = spec.Timeout;
    }

    /// <summary>What messages call it: <c>createRuntime hook #0</c>.</summary>
    public string Title { get; }

    public string PathText { get; }

    public CString Path { get; }

    public CStringArray Arguments { get; }

    public CStringArray Environment { get; }

    /// <summary>How long it may take, in seconds; null for ever.</summary>
    public int? TimeoutSeconds { get; }

    /// <summary>The hooks of one kind.</summary>
    /// <param name="hooks">Those of the spec, or null.</param>
    /// <param name="kind">Which.</param>
    /// <param name="environment">The environment of those that name none.</param>
    /// <param name="home">HOME, where that environment has none and it is looked up later.</param>
    public static Hook[] Of(HooksSpec? hooks, HookKind kind, IReadOnlyList<string> environment, HomeVariable? home = null)
    {
        List<HookSpec>? specs = kind switch
        {
            HookKind.Prestart => hooks?.Prestart,
            HookKind.CreateRuntime => hooks?.CreateRuntime,
            HookKind.CreateContainer => hooks?.CreateContainer,
            HookKind.StartContainer => hooks?.StartContainer,
            HookKind.Poststart => hooks?.Poststart,
            _ => hooks?.Poststop,
        };
        return [.. (specs ?? []).Select((spec, index) => new Hook(kind, index, spec, environment, home))];
    }
}
