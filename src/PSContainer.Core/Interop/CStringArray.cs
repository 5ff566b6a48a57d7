using System.Text;

namespace PSContainer.Interop;

/// <summary>A NULL-terminated array of C strings, as <c>execve(2)</c> takes them, in memory that the collector does not move.</summary>
internal sealed unsafe class CStringArray
{
    private readonly nint[] _pointers;
    private readonly byte[] _texts;

    /// <param name="texts">The strings.</param>
    /// <param name="more">A string more, by its address, for one whose text comes later; 0 for none.</param>
    public CStringArray(IReadOnlyList<string> texts, nint more = 0)
    {
        int size = 0;
        foreach (string text in texts)
        {
            size += Encoding.UTF8.GetByteCount(text) + 1;
        }

        _texts = GC.AllocateArray<byte>(Math.Max(size, 1), pinned: true);
        _pointers = GC.AllocateArray<nint>(texts.Count + 2, pinned: true);
        Fill(texts);
        _pointers[texts.Count] = more;
    }

    /// <summary>The array itself; valid as long as this object is.</summary>
    public byte** Pointer
    {
        get
        {
            fixed (nint* pointers = _pointers)
            {
                return (byte**)pointers;
            }
        }
    }

    private void Fill(IReadOnlyList<string> texts)
    {
        int offset = 0;
        fixed (byte* start = _texts)
        {
            for (int i = 0; i < texts.Count; i++)
            {
                _pointers[i] = (nint)(start + offset);
                offset += Encoding.UTF8.GetBytes(texts[i], _texts.AsSpan(offset)) + 1;
            }
        }
    }
}
