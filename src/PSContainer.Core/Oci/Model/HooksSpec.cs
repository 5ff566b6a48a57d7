namespace PSContainer.Oci;

/// <summary>Commands to run at points in a container's life; see the specification's config.md, "POSIX-platform Hooks".</summary>
public sealed class HooksSpec
{
    /// <summary>Deprecated: with <see cref="CreateRuntime"/>, before it.</summary>
    public List<HookSpec>? Prestart { get; set; }

    /// <summary>During create, once the namespaces exist and before the root is changed; run outside.</summary>
    public List<HookSpec>? CreateRuntime { get; set; }

    /// <summary>As <see cref="CreateRuntime"/> and after it; run inside the container's namespaces.</summary>
    public List<HookSpec>? CreateContainer { get; set; }

    /// <summary>During start, before the command; run inside.</summary>
    public List<HookSpec>? StartContainer { get; set; }

    /// <summary>Once the command was started; run outside.</summary>
    public List<HookSpec>? Poststart { get; set; }

    /// <summary>Once the container was deleted; run outside.</summary>
    public List<HookSpec>? Poststop { get; set; }
}
