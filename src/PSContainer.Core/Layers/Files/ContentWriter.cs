using System.Buffers.Text;
using PSContainer.Errors;
using PSContainer.Layers.Tar;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Files;

/// <summary>Writes a file into an archive: its header, then exactly as many bytes as that says, whatever others do to the file meanwhile.</summary>
internal sealed unsafe class ContentWriter(TarOutput output)
{
    private const int BufferBytes = 128 << 10;
    private const int Data = 3;
    private const int Hole = 4;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly ByteBuffer _map = new();

    public void Write(int file, TarEntry entry, TarWriter writer)
    {
        FindExtents(file, entry);
        if (entry.IsSparse)
        {
            WriteMap(entry);
            entry.StoredSize = _map.Length + entry.Extents.Sum(static extent => extent.Length);
        }

        writer.WriteHeader(entry);
        if (entry.IsSparse)
        {
            output.Write(_map.Span);
        }
        else
        {
            entry.Extents.Add(new TarExtent(0, entry.Size));
        }

        foreach (TarExtent extent in entry.Extents)
        {
            Copy(file, extent);
        }

        output.Pad();
    }

    // A file that has no holes has one extent, which is all of it.
    private static void FindExtents(int file, TarEntry entry)
    {
        for (long at = 0; at < entry.Size && entry.Extents.Count < SparseMap.MaxExtents;)
        {
            long start = (long)lseek(file, at, Data);
            if (start < 0 || start >= entry.Size)
            {
                break;
            }

            at = Math.Min(LinuxException.Check((nint)(long)lseek(file, start, Hole), "lseek"), entry.Size);
            entry.Extents.Add(new TarExtent(start, at - start));
        }

        bool whole = entry.Size == 0 || entry.Extents.Count >= SparseMap.MaxExtents || (entry.Extents is [{ Offset: 0 } only] && only.Length == entry.Size);
        entry.IsSparse = !whole;
        if (whole)
        {
            entry.Extents.Clear();
        }
        else if (entry.Extents.Count == 0 || entry.Extents[^1].Offset + entry.Extents[^1].Length < entry.Size)
        {
            // GNU tar ends a map with the file's end.
            entry.Extents.Add(new TarExtent(entry.Size, 0));
        }
    }

    private void WriteMap(TarEntry entry)
    {
        _map.Clear();
        Line(entry.Extents.Count);
        foreach (TarExtent extent in entry.Extents)
        {
            Line(extent.Offset);
            Line(extent.Length);
        }

        _map.Extend(-_map.Length & (TarInput.Block - 1)).Clear();
    }

    private void Line(long number)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, text, out int length);
        _map.Append(text[..length]);
        _map.Append((byte)'\n');
    }

    private void Copy(int file, TarExtent extent)
    {
        LinuxException.Check((nint)(long)lseek(file, extent.Offset, SEEK_SET), "lseek");
        for (long rest = extent.Length; rest > 0;)
        {
            fixed (byte* start = _buffer)
            {
                int count = (int)LinuxException.Check((nint)(long)read(file, start, (int)Math.Min(rest, BufferBytes)), "read");
                if (count == 0)
                {
                    output.Zeros(rest);
                    return;
                }

                output.Write(_buffer.AsSpan(0, count));
                rest -= count;
            }
        }
    }
}
