using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>Where something was found in the layers below; its folder is open.</summary>
/// <param name="Folder">The folder's descriptor, which is the caller's to close.</param>
/// <param name="Status">What it is.</param>
internal readonly record struct LowerMatch(int Folder, EntryStatus Status);

/// <summary>The unpacked layers below, seen as overlayfs would show them. They are read-only mounts, and no link in them is followed.</summary>
/// <param name="roots">Their root folders, the uppermost first.</param>
/// <param name="marks">How they note what they take away.</param>
internal sealed unsafe class LowerLayers(IReadOnlyList<int> roots, OverlayMarks marks)
{
    private readonly NameBytes _name = new();

    private enum Outcome
    {
        Found,
        Missing,
        Hidden,
    }

    /// <summary>The last name of the path that was looked for.</summary>
    public NameBytes Name => _name;

    /// <summary>Looks for a path in which nothing is a link but perhaps the last name.</summary>
    public LowerMatch? Find(ReadOnlySpan<byte> path)
    {
        foreach (int root in roots)
        {
            switch (Look(root, path, out LowerMatch match))
            {
                case Outcome.Found: return match;
                case Outcome.Hidden: return null;
            }
        }

        return null;
    }

    private Outcome Look(int root, ReadOnlySpan<byte> path, out LowerMatch match)
    {
        int folder = OpenFolder(root, "."u8);
        bool opaque = false;
        match = default;
        while (true)
        {
            int slash = path.IndexOf((byte)'/');
            _name.Set(slash < 0 ? path : path[..slash]);
            if (!EntryStatus.TryGet(folder, _name, out EntryStatus status))
            {
                close(folder);
                return opaque ? Outcome.Hidden : Outcome.Missing;
            }

            if (slash < 0 && !status.IsWhiteout)
            {
                match = new LowerMatch(folder, status);
                return Outcome.Found;
            }

            if (!status.IsFolder)
            {
                close(folder);
                return Outcome.Hidden;
            }

            int next = OpenFolder(folder, _name.Span);
            close(folder);
            folder = next;
            opaque |= marks.IsOpaque(folder);
            path = path[(slash + 1)..];
        }
    }

    private static int OpenFolder(int parent, ReadOnlySpan<byte> name)
    {
        byte* path = stackalloc byte[256];
        name.CopyTo(new Span<byte>(path, 255));
        path[name.Length] = 0;
        return LinuxException.Check(openat(parent, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), "openat", "a lower layer");
    }
}
