using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Layers.Files;
using PSContainer.State;
using Tmds.Linux;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Layers;

/// <summary>
/// Copies layers above each other into one folder, as an overlay of them would show it: for where there can be no overlay. Hard links
/// become files of their own.
/// </summary>
internal sealed unsafe class LayerCopy : TreeCopy
{
    private const uint CharacterDevice = 0x2000;

    private static ReadOnlySpan<byte> Capability => "security.capability"u8;

    private readonly OverlayMarks _marks;
    private readonly OwnerShift _owners;

    private LayerCopy(string path, OverlayMarks marks, OwnerShift owners)
        : base(path, marks) => (_marks, _owners) = (marks, owners);

    /// <summary>Puts one layer above those that are there.</summary>
    /// <param name="layer">The layer's folder; O_PATH will do.</param>
    /// <param name="to">Where the layers are put together.</param>
    /// <param name="path">What messages call the layer.</param>
    /// <param name="marks">How the layer notes what it takes away.</param>
    /// <param name="owners">Whom the copies belong to.</param>
    public static void Add(int layer, int to, string path, OverlayMarks marks, OwnerShift owners) => new LayerCopy(path, marks, owners).Copy(layer, to);

    protected override (uint User, uint Group) Owner(in stat status) => _owners.Owner(status);

    protected override void CopyAttributes(int from, int to)
    {
        Attributes.Copy(from, to, name => _owners.IsNone || !name.SequenceEqual(Capability));
        if (!_owners.IsNone && Attributes.Find(from, Capability) is { } value)
        {
            Attributes.Set(to, Capability, _owners.Capabilities(value));
        }
    }

    protected override bool MakeRoom(int from, int to, byte* name, in stat status)
    {
        bool isFolder = ((uint)status.st_mode & KindMask) == Folder;
        if (!isFolder || IsOpaque(from, name) || !IsFolderIn(to, name))
        {
            Remove(to, name);
        }

        return !IsWhiteout(status);
    }

    // A user namespace has no devices of its own; without them a container there begins all the same, as with an overlay.
    protected override void CopySpecial(int to, byte* name, in stat status)
    {
        if (MakeNode(to, name, (int)(uint)status.st_mode, (ulong)status.st_rdev) < 0)
        {
            Check(errno == EPERM ? 0 : -1, "mknodat");
            return;
        }

        ChangeOwner(to, name, status);
        Check(fchmodat(to, name, (ushort)((uint)status.st_mode & 0xfff), 0), "fchmodat");
    }

    private static bool IsWhiteout(in stat status) => ((uint)status.st_mode & KindMask) == CharacterDevice && (ulong)status.st_rdev == 0;

    private bool IsOpaque(int from, byte* name)
    {
        int folder = Check(openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), "openat");
        bool opaque = _marks.IsOpaque(folder);
        close(folder);
        return opaque;
    }

    private static bool IsFolderIn(int to, byte* name)
    {
        stat status;
        return fstatat(to, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && ((uint)status.st_mode & KindMask) == Folder;
    }

    private void Remove(int to, byte* name)
    {
        if (unlinkat(to, name, 0) == 0 || errno == ENOENT)
        {
            return;
        }

        Check(errno == EISDIR ? 0 : -1, "unlinkat");
        using DirectoryHandle parent = DirectoryHandle.Reopen(to, Path);
        var child = CString.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        DirectoryHandle.Check(parent.TryOpenChild(child, out DirectoryHandle? folder), "openat", Path);
        using (folder)
        {
            DirectoryTree.Remove(parent, child, folder!);
        }
    }
}
