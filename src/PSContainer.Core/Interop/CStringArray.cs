using System.Runtime.InteropServices;
using System.Text;

namespace PSContainer.Interop;

/// <summary>A NULL-terminated array of C strings in unmanaged memory, as <c>execve(2)</c> takes them.</summary>
internal sealed unsafe class CStringArray : IDisposable
{
    private byte** _pointers;

    public CStringArray(IReadOnlyList<string> texts)
    {
        nuint size = (nuint)(texts.Count + 1) * (nuint)sizeof(byte*);
        foreach (string text in texts)
        {
            size += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        }

        _pointers = (byte**)NativeMemory.Alloc(size);
        Fill(texts, (byte*)(_pointers + texts.Count + 1));
    }

    /// <summary>The array itself.</summary>
    public byte** Pointer => _pointers;

    public void Dispose()
    {
        NativeMemory.Free(_pointers);
        _pointers = null;
    }

    private void Fill(IReadOnlyList<string> texts, byte* next)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            _pointers[i] = next;
            var room = new Span<byte>(next, Encoding.UTF8.GetByteCount(texts[i]));
            Encoding.UTF8.GetBytes(texts[i], room);
            next[room.Length] = 0;
            next += room.Length + 1;
        }

        _pointers[texts.Count] = null;
    }
}
