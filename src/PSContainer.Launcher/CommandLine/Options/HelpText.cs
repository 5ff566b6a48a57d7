using System.Globalization;
using System.Text;

namespace PSContainer.Launcher.CommandLine;

/// <summary>What <c>--help</c> prints, laid out as runc's.</summary>
internal static class HelpText
{
    private const int OptionWidth = 34;

    public static string OfProgram(IReadOnlyList<Command> commands, IReadOnlyList<CommandOption> options)
    {
        StringBuilder text = new StringBuilder("NAME:\n   pscontainer - Open Container Initiative runtime\n\n")
            .Append("USAGE:\n   pscontainer [global options] command [command options] [arguments...]\n\n")
            .Append(CultureInfo.InvariantCulture, $"VERSION:\n   {Build.Version}\nspec: {Build.SpecVersion}\n\nCOMMANDS:\n");
        foreach (Command command in commands)
        {
            text.Append("   ").Append(command.Name.PadRight(12)).Append(command.Summary).Append('\n');
        }

        return Options(text.Append("\nGLOBAL OPTIONS:\n"), options).ToString();
    }

    public static string OfCommand(Command command)
    {
        StringBuilder text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"NAME:\n   pscontainer {command.Name} - {command.Summary}\n\n")
            .Append(CultureInfo.InvariantCulture, $"USAGE:\n   pscontainer {command.Name} [command options] {command.Operands}\n\nOPTIONS:\n");
        return Options(text, [.. command.Options, CommandOption.Flag("help", "show help", 'h')]).ToString();
    }

    private static StringBuilder Options(StringBuilder text, IReadOnlyList<CommandOption> options)
    {
        foreach (CommandOption option in options)
        {
            string names = option.Letter == '\0' ? $"--{option.Name}" : $"--{option.Name}, -{option.Letter}";
            names = option.TakesValue ? $"{names} {option.ValueName}" : names;
            text.Append("   ").Append(names.PadRight(OptionWidth)).Append(' ').Append(option.Help).Append('\n');
        }

        return text;
    }
}
