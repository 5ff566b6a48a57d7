using PSContainer.Interop;

namespace PSContainer.Launch.Layers;

/// <summary>Text for the kernel, put together without allocation.</summary>
internal unsafe ref struct OptionText(byte* start, int room)
{
    /// <summary>Room for the name that a descriptor has in /proc.</summary>
    public const int FileRoom = 32;

    private int _length;

    /// <summary>Whether it did not fit.</summary>
    public readonly bool IsFull => _length > room;

    /// <summary>Adds a word and what ends it.</summary>
    public void Add(CString word, char end)
    {
        fixed (byte* text = word)
        {
            for (int i = 0; text[i] != 0; i++)
            {
                Add(text[i]);
            }
        }

        Add((byte)end);
    }

    /// <summary>Adds the name that a descriptor has in /proc, and what ends it.</summary>
    public void AddFile(int descriptor, char end)
    {
        foreach (byte letter in "/proc/self/fd/"u8)
        {
            Add(letter);
        }

        AddNumber(descriptor);
        Add((byte)end);
    }

    /// <summary>Writes that name alone, as a path.</summary>
    /// <param name="path">Has <see cref="FileRoom"/> bytes.</param>
    /// <param name="descriptor">The descriptor.</param>
    public static void WriteFile(byte* path, int descriptor) => new OptionText(path, FileRoom).AddFile(descriptor, '\0');

    private void AddNumber(int number)
    {
        if (number > 9)
        {
            AddNumber(number / 10);
        }

        Add((byte)('0' + number % 10));
    }

    private void Add(byte letter)
    {
        if (_length < room)
        {
            start[_length] = letter;
        }

        _length++;
    }
}
