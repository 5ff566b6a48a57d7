using System.Text;
using Microsoft.Win32.SafeHandles;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

internal sealed partial class ImageStore
{
    /// <summary>
    /// Makes the folder of a container: it belongs to the container once that is in the state store, and until then to whoever has the
    /// lease. It need not outlive a power loss, which no container does.
    /// </summary>
    /// <param name="hold">Kept since before the image was found.</param>
    /// <param name="containerId">The container's id.</param>
    /// <param name="manifest">The digest of the manifest that it is of; null for a container of no image.</param>
    /// <param name="stateRoot">The state store that it will be in.</param>
    /// <returns>The lease, for as long as the container is being made.</returns>
    public SafeFileHandle ReserveContainer(StoreHold hold, string containerId, Digest? manifest, string stateRoot)
    {
        ArgumentNullException.ThrowIfNull(hold);
        ContainerId.Validate(containerId);
        return Guard(() =>
        {
            StoreFile.MakeFolder(Folders.Container(containerId));
            SafeFileHandle lease = StoreFile.Open(LeaseFile(containerId), O_RDWR | O_CREAT);
            StoreLock.TryTake(lease, exclusive: true, LeaseFile(containerId));
            StoreFile.Write(lease, new ContainerLease(stateRoot, manifest).ToBytes(), LeaseFile(containerId));
            return lease;
        });
    }

    /// <summary>Writes a file that a container goes with.</summary>
    public void WritePlain(string path, string content) => Guard(() =>
    {
        using SafeFileHandle file = StoreFile.Open(path, O_WRONLY | O_CREAT | O_TRUNC);
        StoreFile.Write(file, Encoding.UTF8.GetBytes(content), path);
    });

    /// <summary>Makes a folder that everybody may look into.</summary>
    public void MakeOpenFolder(string path) => Guard(() =>
    {
        StoreFile.MakeFolder(path);
        StoreFile.OpenToAll(path);
    });

    /// <summary>Whether a folder of a container is one of no container any more.</summary>
    internal bool IsLostContainer(string containerId) => IsLost(Folders.Container(containerId));

    // Of containers that are gone: killed before they were, or by a power loss.
    private void RemoveLostContainers()
    {
        foreach (string folder in Directory.EnumerateDirectories(Folders.Containers).Where(IsLost).ToList())
        {
            try
            {
                StorageFolder.Remove(folder);
            }
            catch (ContainerException)
            {
                // Files of other ids of a user namespace: the next who may will remove them.
            }
        }
    }

    private bool IsLost(string folder)
    {
        string id = System.IO.Path.GetFileName(folder);
        using SafeFileHandle? lease = StoreFile.TryOpen(LeaseFile(id), O_RDWR);
        return lease is null || (StoreLock.TryTake(lease, exclusive: true, LeaseFile(id)) && !Directory.Exists($"{ContainerLease.Read(lease).StateRoot}/{id}"));
    }

    private string LeaseFile(string containerId) => $"{Folders.Container(containerId)}/lease";
}
