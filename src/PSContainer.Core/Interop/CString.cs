using System.Text;

namespace PSContainer.Interop;

/// <summary>A NUL-terminated UTF-8 string, made before it is needed so that a forked child allocates nothing.</summary>
internal readonly struct CString
{
    private readonly byte[] _bytes;

    /// <exception cref="ArgumentException">The text has a NUL, which would cut it short in the kernel's eyes.</exception>
    public CString(string text)
    {
        if (text.Contains('\0'))
        {
            throw new ArgumentException("A NUL character cannot be passed to the kernel.", nameof(text));
        }

        _bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, _bytes);
    }

    private CString(byte[] bytes) => _bytes = bytes;

    /// <summary>A name as the kernel gave it: any bytes but NUL, which need not be text.</summary>
    public static CString FromBytes(ReadOnlySpan<byte> name)
    {
        var bytes = new byte[name.Length + 1];
        name.CopyTo(bytes);
        return new CString(bytes);
    }

    /// <summary>Length in bytes, without the NUL.</summary>
    public int Length => _bytes.Length - 1;

    /// <summary>The bytes without the NUL.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Lets <c>fixed</c> take the string as a <c>byte*</c>.</summary>
    public ref readonly byte GetPinnableReference() => ref _bytes[0];

    public override string ToString() => Encoding.UTF8.GetString(Bytes);
}
