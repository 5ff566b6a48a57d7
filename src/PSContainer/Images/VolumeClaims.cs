using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Notes which volumes a container has, and makes those that there are not.</summary>
internal static class VolumeClaims
{
    public static void Take(ImageStore images, StoreHold hold, string containerId, IReadOnlyList<VolumeMount> volumes)
    {
        var store = new VolumeStore(images);
        foreach (VolumeMount volume in volumes.Where(static volume => volume.Name is null))
        {
            images.Guard(() => VolumeStore.MakeFolders(volume.Fill.Folder));
        }

        string[] names = [.. volumes.Select(static volume => volume.Name).OfType<string>().Distinct()];
        if (names.Length > 0)
        {
            store.Claim(hold, containerId, names);
        }
    }
}
