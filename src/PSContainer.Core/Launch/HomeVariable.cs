namespace PSContainer.Launch;

/// <summary>The variable HOME of an environment that is made before the home folder is known: room for it, filled in later.</summary>
internal sealed class HomeVariable
{
    private const int Room = 4096;

    private readonly byte[] _text = GC.AllocateUninitializedArray<byte>(Room, pinned: true);

    public HomeVariable() => Set("/"u8);

    /// <summary>The variable as a C string.</summary>
    public unsafe nint Pointer
    {
        get
        {
            fixed (byte* start = _text)
            {
                return (nint)start;
            }
        }
    }

    /// <summary>Sets it; what is no path of this length is left out.</summary>
    public void Set(ReadOnlySpan<byte> folder)
    {
        if (folder.Length < Room - 6 && folder.IndexOf((byte)0) < 0)
        {
            "HOME="u8.CopyTo(_text);
            folder.CopyTo(_text.AsSpan(5));
            _text[5 + folder.Length] = 0;
        }
    }
}
