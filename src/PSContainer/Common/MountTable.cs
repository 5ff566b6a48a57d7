using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>Reads mounts that are hashtables: <c>@{ Type = 'tmpfs'; Target = '/tmp'; Options = 'size=64m' }</c>.</summary>
internal static class MountTable
{
    private const string Text = "The hashtable";

    /// <exception cref="ContainerException"><c>Mount.Invalid</c></exception>
    public static MountSpec Parse(IDictionary table, Func<string, string> resolve)
    {
        var fields = new MountFields();
        foreach (DictionaryEntry entry in table)
        {
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            switch (entry.Key.ToString()!.ToUpperInvariant())
            {
                case "TYPE": fields.Type = Word(value).ToLowerInvariant(); break;
                case "SOURCE" or "SRC": fields.Source = Word(value); break;
                case "TARGET" or "DESTINATION" or "DST": fields.Target = Word(value); break;
                case "READONLY" or "RO": fields.Options.AddRange(LanguagePrimitives.IsTrue(value) ? ["ro"] : []); break;
                case "OPTIONS": fields.Options.AddRange(Words(value)); break;
                default: throw MountBuilder.Invalid(Text, $"it has a '{entry.Key}', and Type, Source, Target, ReadOnly and Options are known");
            }
        }

        return MountBuilder.Build(fields, Text, resolve);
    }

    private static IEnumerable<string> Words(object? value) => value is IEnumerable list and not string ? list.Cast<object?>().Select(Word) : [Word(value)];

    private static string Word(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
