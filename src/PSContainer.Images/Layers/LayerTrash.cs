using PSContainer.Client;
using PSContainer.Protocol;

namespace PSContainer.Images;

/// <summary>Removes what a user may not, because it belongs to the user's other ids: a process inside of a user namespace may.</summary>
internal static class LayerTrash
{
    /// <summary>Empties a folder of the user's; nothing where the user has no other ids.</summary>
    public static void Empty(LauncherImage launcher, string folder)
    {
        if (LayerOwners.OfCaller() is { IdMap: { } map })
            LayerProcess.Run(launcher, new LayerRequest { Action = LayerAction.Empty, Folder = folder, IdMap = map });
    }
}
