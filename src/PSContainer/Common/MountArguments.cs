using System.Collections;
using System.Management.Automation;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>
/// Reads what <c>-Mount</c> takes: text, mounts as objects, hashtables. It puts text together again that PowerShell took apart: without
/// quotes, <c>type=bind,source=/a,target=/b</c> reaches a cmdlet as an array of three.
/// </summary>
internal static class MountArguments
{
    /// <param name="values">What was given.</param>
    /// <param name="resolve">Makes a path of the host absolute.</param>
    /// <exception cref="ContainerException"><c>Mount.Invalid</c></exception>
    public static IEnumerable<MountSpec> Parse(IEnumerable<object> values, Func<string, string> resolve)
    {
        foreach (object value in Join(values))
        {
            yield return value switch
            {
                ContainerMount mount => mount.Spec,
                IDictionary table => MountTable.Parse(table, resolve),
                _ => MountParser.Parse(value.ToString() ?? "", resolve),
            };
        }
    }

    private static List<object> Join(IEnumerable<object> values)
    {
        var mounts = new List<object>();
        foreach (object value in values.Select(static value => value is PSObject wrapped ? wrapped.BaseObject : value))
        {
            if (value is string piece && mounts.Count > 0 && mounts[^1] is string before && !Begins(piece, before))
            {
                mounts[^1] = before + "," + piece;
            }
            else
            {
                mounts.Add(value);
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
