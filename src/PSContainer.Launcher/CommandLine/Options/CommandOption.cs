namespace PSContainer.Launcher.CommandLine;

/// <summary>One option of a command: declared by the command, filled in by <see cref="OptionParser"/>.</summary>
internal sealed class CommandOption
{
    private readonly List<string> _values = [];

    private CommandOption(string name, char letter, string? valueName, string help)
    {
        Name = name;
        Letter = letter;
        ValueName = valueName;
        Help = help;
    }

    /// <summary>An option that is there or not: <c>--detach</c>.</summary>
    public static CommandOption Flag(string name, string help, char letter = '\0') => new(name, letter, null, help);

    /// <summary>An option with a value: <c>--bundle DIR</c>.</summary>
    public static CommandOption Value(string name, string valueName, string help, char letter = '\0') => new(name, letter, valueName, help);

    /// <summary>Its long name.</summary>
    public string Name { get; }

    /// <summary>Its short name, or NUL.</summary>
    public char Letter { get; }

    /// <summary>What help calls its value; null for one without.</summary>
    public string? ValueName { get; }

    /// <summary>What it does, in a few words.</summary>
    public string Help { get; }

    /// <summary>Whether it takes a value.</summary>
    public bool TakesValue => ValueName is not null;

    /// <summary>Whether it was given; of a flag, whether it is on.</summary>
    public bool IsSet { get; private set; }

    /// <summary>The last value that was given, or null.</summary>
    public string? Text => _values.Count > 0 ? _values[^1] : null;

    /// <summary>Every value that was given, in order.</summary>
    public IReadOnlyList<string> Values => _values;

    public void Set(bool on) => IsSet = on;

    public void Add(string value)
    {
        IsSet = true;
        _values.Add(value);
    }
}
