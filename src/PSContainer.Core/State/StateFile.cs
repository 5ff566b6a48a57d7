using PSContainer.Interop;
using PSContainer.Json;

namespace PSContainer.State;

/// <summary>Names in the state folder, and limits of what is read from it.</summary>
internal static class StateFile
{
    /// <summary>No larger <c>state.json</c> is read or written.</summary>
    public const int SizeLimit = 1 << 20;

    /// <summary>No larger copy of a runtime spec is read or written.</summary>
    public const int SpecSizeLimit = JsonCursor.MaxBytes;

    /// <summary>UTF-8 bytes of a command that a state records; the whole of it is in the spec.</summary>
    public const int CommandLimit = 128 << 10;

    /// <summary>A container's state.</summary>
    public static readonly CString State = new("state.json");

    /// <summary>A container's copy of its runtime spec.</summary>
    public static readonly CString Spec = new("config.json");

    /// <summary>What was asked of the launcher, for whoever starts the container again.</summary>
    public static readonly CString Launch = new("launch.json");

    /// <summary>Locked by the launcher or monitor as long as it lives.</summary>
    public static readonly CString Lock = new("lock");

    /// <summary>A link whose target is the container's name: what it claimed, whether or not the claim came through.</summary>
    public static readonly CString NameMark = new("name");

    /// <summary>In the root: one link for each name, whose target is the id. No id starts with a dot.</summary>
    public static readonly CString Names = new(".names");
}
