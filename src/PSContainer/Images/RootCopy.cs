using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Says that there could be no overlay: the container begins late, and takes as much room as its image.</summary>
internal static class RootCopy
{
    public static void Tell(Cmdlet cmdlet, bool isCopy)
    {
        if (isCopy)
        {
            cmdlet.WriteVerbose("The container's root is a copy of its image's layers: this kernel has no overlay for this user on the image store's file system.");
        }
    }
}
