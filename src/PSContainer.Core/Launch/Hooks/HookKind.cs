namespace PSContainer.Launch.Hooks;

/// <summary>The moments of a container's life at which hooks run; see the specification's config.md, "POSIX-platform Hooks".</summary>
internal enum HookKind
{
    /// <summary>Before the pivot, in the launcher's namespaces; deprecated for the next two.</summary>
    Prestart,

    /// <summary>Before the pivot, in the launcher's namespaces.</summary>
    CreateRuntime,

    /// <summary>Before the pivot, in the container's namespaces; its path is the host's.</summary>
    CreateContainer,

    /// <summary>Just before the command, in the container's namespaces; its path is the container's.</summary>
    StartContainer,

    /// <summary>When the command runs, in the launcher's namespaces.</summary>
    Poststart,

    /// <summary>When the container is gone, in the launcher's namespaces.</summary>
    Poststop,
}

internal static class HookKindExtensions
{
    private static readonly string[] s_words =
        ["prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"];

    /// <summary>The specification's words, in its order.</summary>
    public static IReadOnlyList<string> Words => s_words;

    /// <summary>The property of the specification: <c>createRuntime</c>.</summary>
    public static string Word(this HookKind kind) => s_words[(int)kind];
}
