using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Launcher.Process;

namespace PSContainer.Launcher.CommandLine;

/// <summary>The launcher as a program of its own: an OCI runtime with the command line that runc and crun share.</summary>
internal static class OciCommandLine
{
    private static readonly string[] s_names =
        ["create", "start", "state", "kill", "delete", "run", "exec", "list", "ps", "pause", "resume", "update", "events", "spec", "features"];

    public static int Run(string[] arguments)
    {
        ErrorLog log = ErrorLog.Plain;
        int code = 1;
        try
        {
            return Run(arguments, ref log, ref code);
        }
        catch (UsageException error)
        {
            log.Error($"{error.Message} (pscontainer --help tells more)");
        }
        catch (ContainerException error)
        {
            log.Error(ErrorText.Of(error));
        }
        catch (LinuxException error)
        {
            log.Error(ErrorText.Of(LaunchErrors.Call(error)));
        }

        return code;
    }

    private static int Run(string[] arguments, ref ErrorLog log, ref int code)
    {
        var global = new GlobalOptions();
        List<string> rest = OptionParser.Parse(global.All, arguments, operandsBeforeEnd: 1);
        if (global.Version)
        {
            return Print(Build.VersionText);
        }

        if (global.Help || rest is [] or ["help"])
        {
            return Print(HelpText.OfProgram(All(), global.All));
        }

        bool help = rest[0] == "help";
        Command command = Find(rest[help ? 1 : 0]);
        if (command.Enters && !help)
        {
            SealedLauncher.Become();
        }

        log = global.OpenLog();
        code = command.FailureCode;
        return help ? Print(HelpText.OfCommand(command)) : Run(command, global, rest, log);
    }

    private static int Run(Command command, GlobalOptions global, List<string> arguments, ErrorLog log)
    {
        CommandOption help = CommandOption.Flag("help", "show help", 'h');
        List<string> operands = OptionParser.Parse([.. command.Options, help], CollectionsMarshal.AsSpan(arguments)[1..], command.OperandsBeforeEnd);
        if (help.IsSet)
        {
            return Print(HelpText.OfCommand(command));
        }

        (int least, int most) = command.OperandCount;
        if (operands.Count < least || operands.Count > most)
        {
            throw new UsageException($"usage: pscontainer {command.Name} [options] {command.Operands}");
        }

        global.Check();
        return command.Run(new CommandCall(global, operands, log));
    }

    // Only what is asked for is made: each has its options.
    private static Command Find(string name) => name switch
    {
        "create" => new CreateCommand(),
        "start" => new StartCommand(),
        "state" => new StateCommand(),
        "kill" => new KillCommand(),
        "delete" => new DeleteCommand(),
        "run" => new RunCommand(),
        "exec" => new ExecCommand(),
        "list" => new ListCommand(),
        "ps" => new PsCommand(),
        "pause" => new PauseCommand(),
        "resume" => new ResumeCommand(),
        "update" => new UpdateCommand(),
        "events" => new EventsCommand(),
        "spec" => new SpecCommand(),
        "features" => new FeaturesCommand(),
        _ => throw new UsageException($"No help topic for '{name}': there is no such command"),
    };

    private static Command[] All() => Array.ConvertAll(s_names, Find);

    private static int Print(string text)
    {
        StandardStream.Print(text);
        return 0;
    }
}
