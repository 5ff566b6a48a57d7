using System.Globalization;
using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Protocol;
using PSContainer.State;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>The volumes of a user: folders with names, whose content is in <c>data</c>. A volume has its name only once it is whole.</summary>
/// <param name="images">The store that they are in.</param>
internal sealed class VolumeStore(ImageStore images)
{
    private const int MaxClaims = 64 << 10;

    // Shared by who claims a volume; who removes one has it alone.
    private string LockFile => $"{images.Folders.Volumes}/.lock";

    /// <summary>The folder of a volume.</summary>
    public string Folder(string name) => $"{images.Folders.Volumes}/{name}";

    /// <summary>The name, if a volume can have it.</summary>
    /// <exception cref="ContainerException"><c>Volume.InvalidName</c></exception>
    public static string Validate(string name) => IdentifierRule.Problem(name) is null ? name : throw VolumeErrors.InvalidName(name);

    /// <summary>All names, in order.</summary>
    public IEnumerable<string> Names() => images.Exists
        ? Directory.EnumerateDirectories(images.Folders.Volumes).Select(static path => Path.GetFileName(path)!).Where(static name => IdentifierRule.Problem(name) is null).Order(StringComparer.Ordinal)
        : [];

    /// <summary>Whether there is a volume of that name.</summary>
    public bool Exists(string name) => Directory.Exists(Folder(name));

    /// <summary>Makes a volume; false where there is one of that name.</summary>
    public bool Create(StoreHold hold, string name) => images.Guard(() =>
    {
        ArgumentNullException.ThrowIfNull(hold);
        string draft = $"{images.Folders.Volumes}/.new-{Guid.NewGuid():N}";
        MakeFolders(draft);
        return TryName(draft, Folder(name));
    });

    /// <summary>Notes which volumes a container has, and makes those that there are not.</summary>
    public void Claim(StoreHold hold, string containerId, IReadOnlyList<string> names) => images.Guard(() =>
    {
        using SafeFileHandle shared = StoreLock.Wait(LockFile, exclusive: false);
        images.WritePlain(ClaimsFile(containerId), string.Join('\n', names));
        foreach (string name in names.Where(name => !Exists(name)))
            Create(hold, name);
    });

    /// <summary>The containers that have each volume, by their ids.</summary>
    public ILookup<string, string> Users() => images.Guard(() => (images.Exists ? Directory.EnumerateDirectories(images.Folders.Containers) : [])
        .Select(static path => Path.GetFileName(path)!)
        .SelectMany(id => ReadClaims(id).Select(name => (Name: name, Id: id)))
        .Where(claim => !images.IsLostContainer(claim.Id))
        .ToLookup(static claim => claim.Name, static claim => claim.Id));

    /// <summary>Removes a volume with all that is in it.</summary>
    /// <exception cref="ContainerException"><c>Volume.InUse</c>, <c>Volume.NotFound</c></exception>
    public void Remove(string name) => images.Guard(() =>
    {
        using (SafeFileHandle alone = StoreLock.Wait(LockFile, exclusive: true))
        {
            if (Users()[name].ToList() is { Count: > 0 } users)
                throw VolumeErrors.InUse(name, users);
            if (!Exists(name))
                throw VolumeErrors.NotFound(name);
            StoreFile.MakeFolder(images.Folders.Trash);
            StoreFile.Rename(Folder(name), $"{images.Folders.Trash}/{Guid.NewGuid():N}");
        }

        StoreTrash.Empty(images.Folders.Trash);
    });

    /// <summary>Makes the folders of a volume. Its content is the container's to see and, by its mode, anybody's there to read.</summary>
    public static void MakeFolders(string folder)
    {
        StoreFile.MakeFolder(folder);
        string data = $"{folder}/{VolumeFill.DataName}";
        StoreFile.MakeFolder(data);
        StoreFile.OpenToAll(data);
    }

    private static unsafe bool TryName(string draft, string folder)
    {
        fixed (byte* from = new CString(draft), to = new CString(folder))
        {
            if (RenameAt(AT_FDCWD, from, AT_FDCWD, to) == 0)
                return true;
            int error = errno;
            Directory.Delete(draft, recursive: true);
            return error is Errno.EEXIST or Errno.ENOTEMPTY ? false : throw new LinuxException("renameat", error, folder);
        }
    }

    private string ClaimsFile(string containerId) => $"{images.Folders.Container(containerId)}/claims";

    private string[] ReadClaims(string containerId)
    {
        using SafeFileHandle? file = StoreFile.TryOpen(ClaimsFile(containerId), O_RDONLY);
        byte[] text = new byte[file is null ? 0 : MaxClaims];
        int length = file is null ? 0 : RandomAccess.Read(file, text, 0);
        return System.Text.Encoding.UTF8.GetString(text, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
