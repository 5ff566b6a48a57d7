using System.Buffers.Binary;

namespace PSContainer.Remoting;

/// <summary>
/// Holds a server to the sizes that PowerShell itself keeps: the engine puts the fragments of an object (MS-PSRP 2.2.4) together
/// in memory, however many come.
/// </summary>
internal sealed class FragmentLedger
{
    /// <summary>The largest object, as of <c>New-PSSessionOption</c>, serialized.</summary>
    public const long MaxObjectBytes = 200L << 20;

    private const int HeaderBytes = 21;
    private const int FlagsOffset = 16;
    private const int LengthOffset = 17;
    private const int EndFlag = 2;
    private const int MostOpen = 10_000;

    // Of each pipeline, and of the session: how much has come of an object that has not ended.
    private readonly Dictionary<string, long> _open = [];

    /// <summary>Takes a message into account.</summary>
    /// <exception cref="Errors.ContainerException"><c>Session.OversizedObject</c>, <c>Session.NotPSRP</c></exception>
    public void Check(string line, string container)
    {
        int start = line.IndexOf('>') + 1, end = line.LastIndexOf('<');
        if (!line.StartsWith("<Data ", StringComparison.Ordinal) || start <= 0 || end <= start)
        {
            return;
        }

        var bytes = new byte[(end - start) * 3 / 4 + 3];
        if (!Convert.TryFromBase64Chars(line.AsSpan(start, end - start), bytes, out int length))
        {
            throw ServerErrors.NotRemoting(container, line);
        }

        long open = Walk(bytes.AsSpan(0, length), _open.GetValueOrDefault(line[..start])) ?? throw ServerErrors.NotRemoting(container, line);
        if (open > MaxObjectBytes || _open.Count > MostOpen)
        {
            throw ServerErrors.ObjectTooLarge(container, MaxObjectBytes);
        }

        Keep(line[..start], open);
    }

    private void Keep(string key, long open)
    {
        if (open == 0)
        {
            _open.Remove(key);
        }
        else
        {
            _open[key] = open;
        }
    }

    // What is left open after these fragments; null where they are none. A server sends whole ones only.
    private static long? Walk(ReadOnlySpan<byte> bytes, long open)
    {
        while (bytes.Length > 0)
        {
            if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadInt32BigEndian(bytes[LengthOffset..]) is var length && (length < 0 || length > bytes.Length - HeaderBytes))
            {
                return null;
            }

            open = (bytes[FlagsOffset] & EndFlag) != 0 ? 0 : open + HeaderBytes + length;
            bytes = bytes[(HeaderBytes + length)..];
        }

        return open;
    }
}
