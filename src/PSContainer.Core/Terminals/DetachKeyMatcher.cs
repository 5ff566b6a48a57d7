namespace PSContainer.Terminals;

/// <summary>
/// Finds the detach keys in what is typed. Keys that may be their beginning are held back until the next one tells, and then go on
/// unchanged.
/// </summary>
internal sealed class DetachKeyMatcher
{
    private readonly byte[] _keys;
    private readonly int[] _shorter;
    private int _matched;

    public DetachKeyMatcher(DetachKeys keys)
    {
        _keys = keys.Bytes;
        _shorter = Shorter(_keys);
    }

    /// <summary>The most that may come out beyond what goes in.</summary>
    public int MostHeld => _keys.Length;

    /// <summary>Passes on what was typed.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="passed">Takes what goes on: as long as <paramref name="typed"/> and <see cref="MostHeld"/> together.</param>
    /// <param name="count">How much goes on.</param>
    /// <returns>Whether the keys were typed; what came after them is forgotten.</returns>
    public bool Pass(ReadOnlySpan<byte> typed, Span<byte> passed, out int count)
    {
        count = 0;
        foreach (byte key in typed)
        {
            count += Release(key, passed[count..]);
            if (_keys.Length > 0 && key == _keys[_matched])
            {
                if (++_matched == _keys.Length)
                {
                    return true;
                }
            }
            else
            {
                passed[count++] = key;
            }
        }

        return false;
    }

    // Gives up the longest beginning until the key may go on with what is left of it.
    private int Release(byte key, Span<byte> passed)
    {
        int count = 0;
        while (_matched > 0 && key != _keys[_matched])
        {
            int kept = _shorter[_matched];
            int released = _matched - kept;
            _keys.AsSpan(0, released).CopyTo(passed[count..]);
            count += released;
            _matched = kept;
        }

        return count;
    }

    // For each beginning, the length of the longest shorter beginning that it ends with (Knuth, Morris, Pratt).
    private static int[] Shorter(byte[] keys)
    {
        var shorter = new int[keys.Length + 1];
        for (int i = 1, length = 0; i < keys.Length; i++)
        {
            while (length > 0 && keys[i] != keys[length])
            {
                length = shorter[length];
            }

            length += keys[i] == keys[length] ? 1 : 0;
            shorter[i + 1] = length;
        }

        return shorter;
    }
}
