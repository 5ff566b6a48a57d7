using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>How mounts made later on one side show on the other; see <c>mount_namespaces(7)</c>.</summary>
internal enum MountPropagation
{
    Private,
    RecursivePrivate,
    Slave,
    RecursiveSlave,
    Shared,
    RecursiveShared,
    Unbindable,
    RecursiveUnbindable,
}

internal static class MountPropagationExtensions
{
    private static readonly string[] s_words =
        ["private", "rprivate", "slave", "rslave", "shared", "rshared", "unbindable", "runbindable"];

    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> Words => s_words;

    /// <summary>The word of mount(8) and of OCI's <c>rootfsPropagation</c>, such as <c>rslave</c>.</summary>
    public static string Word(this MountPropagation propagation) => s_words[(int)propagation];

    /// <summary>The flags for mount(2), MS_REC included.</summary>
    public static uint Flags(this MountPropagation propagation) =>
        propagation.Type() | (propagation.IsRecursive() ? (uint)MS_REC : 0);

    /// <summary>The type alone, as <c>mount_attr.propagation</c> takes it.</summary>
    public static uint Type(this MountPropagation propagation) => ((int)propagation / 2) switch
    {
        0 => (uint)MS_PRIVATE,
        1 => (uint)MS_SLAVE,
        2 => (uint)MS_SHARED,
        _ => (uint)MS_UNBINDABLE,
    };

    /// <summary>Whether everything mounted below is meant too.</summary>
    public static bool IsRecursive(this MountPropagation propagation) => (int)propagation % 2 == 1;

    /// <summary>Reads the word; false for an unknown one.</summary>
    public static bool TryParse(string word, out MountPropagation propagation)
    {
        int index = Array.IndexOf(s_words, word);
        propagation = (MountPropagation)Math.Max(index, 0);
        return index >= 0;
    }
}
