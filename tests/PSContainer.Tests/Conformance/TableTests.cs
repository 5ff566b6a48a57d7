using System.Text.RegularExpressions;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Conformance;

/// <summary>Holds docs/conformance.md against the tests that there are and the properties that the model knows.</summary>
public sealed partial class TableTests
{
    private static readonly (string Properties, string Tests)[] s_rows =
    [
        .. File.ReadLines(Path.Combine(BuildPaths.RepositoryRoot, "docs/conformance.md"))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(static cells => cells.Length == 5 && cells[1].StartsWith('`'))
            .Select(static cells => (cells[1], cells[3])),
    ];

    [Fact]
    public void Each_test_that_is_named_is_there()
    {
        HashSet<string> tests =
        [
            .. typeof(TableTests).Assembly.GetTypes().SelectMany(static type => type.GetMethods()
                .Where(static method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0)
                .Select(method => $"{type.Name}.{method.Name}")),
        ];
        Assert.NotEmpty(s_rows);
        foreach ((string properties, string named) in s_rows)
        {
            string[] names = Words(named);
            Assert.True(names.Length > 0, $"{properties} names no test");
            Assert.All(names, name => Assert.Contains(name, tests));
        }
    }

    [Fact]
    public void Each_property_that_the_model_has_is_told_of_once()
    {
        string[] told = [.. s_rows.SelectMany(static row => Words(row.Properties)).SelectMany(Expand)];
        Assert.Equal([], told.GroupBy(static property => property).Where(static group => group.Count() > 1).Select(static group => group.Key));
        Assert.Equal([], SpecProperties.OfModel().Except(told));
    }

    [Fact]
    public void Braces_stand_for_each_of_the_names() => Assert.Equal(["a.b[].c", "a.b[].d"], Expand("a.b[].{c,d}"));

    private static string[] Words(string cell) => [.. Quoted().Matches(cell).Select(static match => match.Groups[1].Value)];

    private static IEnumerable<string> Expand(string property)
    {
        Match braces = Braces().Match(property);
        return braces.Success
            ? braces.Groups[2].Value.Split(',').Select(name => braces.Groups[1].Value + name + braces.Groups[3].Value)
            : [property];
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(.*)\{([^}]+)\}(.*)$")]
    private static partial Regex Braces();
}
