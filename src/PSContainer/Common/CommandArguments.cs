using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Arguments as a native command would get them: arrays flattened, numbers as they were written.</summary>
internal static class CommandArguments
{
    /// <summary>The command and its arguments as text.</summary>
    public static IReadOnlyList<string> Of(string command, IEnumerable<object?>? arguments)
    {
        var line = new List<string> { command };
        Add(line, arguments);
        return line;
    }

    private static void Add(List<string> line, IEnumerable? values)
    {
        foreach (object? value in values ?? Array.Empty<object>())
        {
            object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
            if (bare is IEnumerable list and not string and not IDictionary)
            {
                Add(line, list);
            }
            else
            {
                line.Add(Text(value));
            }
        }
    }

    // The engine keeps a number's own spelling with the object that the parser made of it: its ToString gives that.
    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        IFormattable number and not PSObject => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
