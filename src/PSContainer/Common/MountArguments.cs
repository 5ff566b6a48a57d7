namespace PSContainer.Commands;

/// <summary>
/// Puts mounts together again that PowerShell took apart: without quotes, <c>type=bind,source=/a,target=/b</c> reaches a cmdlet as
/// an array of three.
/// </summary>
internal static class MountArguments
{
    public static IReadOnlyList<string> Join(IEnumerable<string> pieces)
    {
        var mounts = new List<string>();
        foreach (string piece in pieces)
        {
            if (mounts.Count == 0 || Begins(piece, mounts[^1]))
            {
                mounts.Add(piece);
            }
            else
            {
                mounts[^1] += "," + piece;
            }
        }

        return mounts;
    }

    // SOURCE:TARGET has a colon and no field's name before it; a type belongs to the mount before only if that has none yet.
    private static bool Begins(string piece, string before)
    {
        bool isField = piece.Contains('=') && !piece.StartsWith('/');
        return isField
            ? piece.StartsWith("type=", StringComparison.Ordinal) && (before.Contains("type=", StringComparison.Ordinal) || !before.Contains('='))
            : piece.Contains(':');
    }
}
