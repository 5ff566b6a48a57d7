namespace PSContainer.Launcher.CommandLine;

/// <summary>
/// Reads options as the runtimes of the field do: <c>--name value</c>, <c>--name=value</c>, <c>-n value</c>, <c>-nvalue</c>,
/// <c>-name</c>, flags together (<c>-dt</c>), <c>--flag=false</c>, and <c>--</c> for the end of options.
/// </summary>
internal sealed class OptionParser(CommandOption[] options, int operandsBeforeEnd)
{
    private readonly List<string> _operands = [];
    private string[] _arguments = [];
    private int _next;

    /// <summary>Fills the options in.</summary>
    /// <param name="options">What is known.</param>
    /// <param name="arguments">What was given.</param>
    /// <param name="operandsBeforeEnd">
    /// After how many operands options end, since what follows belongs to another program; <see cref="int.MaxValue"/> for never.
    /// </param>
    /// <returns>What is left: the operands.</returns>
    /// <exception cref="UsageException">An option is unknown, or lacks its value.</exception>
    public static List<string> Parse(CommandOption[] options, ReadOnlySpan<string> arguments, int operandsBeforeEnd) =>
        new OptionParser(options, operandsBeforeEnd).Parse(arguments.ToArray());

    private List<string> Parse(string[] arguments)
    {
        _arguments = arguments;
        while (_next < arguments.Length && _operands.Count < operandsBeforeEnd)
        {
            string argument = arguments[_next++];
            if (argument == "--")
            {
                break;
            }

            if (argument.Length > 1 && argument[0] == '-')
            {
                Option(argument);
            }
            else
            {
                _operands.Add(argument);
            }
        }

        _operands.AddRange(arguments.AsSpan(_next));
        return _operands;
    }

    private void Option(string argument)
    {
        string text = argument.TrimStart('-');
        int equals = text.IndexOf('=');
        string name = equals < 0 ? text : text[..equals];
        bool isLong = argument.StartsWith("--", StringComparison.Ordinal);
        if (Find(name, isLong) is { } option)
        {
            Assign(option, argument, equals < 0 ? null : text[(equals + 1)..]);
        }
        else if (isLong)
        {
            throw UsageException.Unknown(argument);
        }
        else
        {
            Letters(argument);
        }
    }

    // With one dash a name may be short or, as Go's programs have it, long.
    private CommandOption? Find(string name, bool isLong)
    {
        foreach (CommandOption option in options)
        {
            if (name == option.Name || (!isLong && name.Length == 1 && name[0] == option.Letter))
            {
                return option;
            }
        }

        return null;
    }

    private void Letters(string argument)
    {
        for (int i = 1; i < argument.Length; i++)
        {
            CommandOption option = Find(argument[i].ToString(), isLong: false) ?? throw UsageException.Unknown(argument);
            if (option.TakesValue)
            {
                Assign(option, argument, i + 1 < argument.Length ? argument[(i + 1)..] : null);
                return;
            }

            option.Set(true);
        }
    }

    private void Assign(CommandOption option, string argument, string? value)
    {
        if (option.TakesValue)
        {
            option.Add(value ?? (_next < _arguments.Length ? _arguments[_next++] : throw UsageException.NoValue(argument)));
            return;
        }

        option.Set(value switch
        {
            null or "true" or "1" => true,
            "false" or "0" => false,
            _ => throw UsageException.BadFlag(argument),
        });
    }
}
