using System.Text;
using PSContainer.Errors;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>list</c>: the containers of a state folder, in the order of their ids.</summary>
internal sealed class ListCommand : Command
{
    private readonly CommandOption _format = CommandOption.Value("format", "FORMAT", "table (default) or json", 'f');
    private readonly CommandOption _quiet = CommandOption.Flag("quiet", "ids only", 'q');

    public override string Name => "list";

    public override string Summary => "list known containers";

    public override string Operands => "";

    public override (int Least, int Most) OperandCount => (0, 0);

    public override CommandOption[] Options => [_format, _quiet];

    public override int Run(CommandCall call)
    {
        var store = new StateStore(Root(call.Global));
        if (_quiet.IsSet)
        {
            PrintIds(store);
        }
        else if (_format.Text == "json")
        {
            PrintJson(store);
        }
        else
        {
            PrintTable(store);
        }

        return 0;
    }

    private StateRoot Root(GlobalOptions global)
    {
        if (_format.IsSet && _format.Text is not ("table" or "json"))
        {
            throw UsageException.Bad(_format, "table or json");
        }

        return global.HasRoot && !Directory.Exists(global.Root)
            ? throw new ContainerException(
                "State.Root.NotFound", ErrorKind.NotFound, $"The state folder '{global.Root}' does not exist: no such file or directory.", global.Root)
            : StateRoot.At(global.Root);
    }

    private static List<ContainerDescription> Read(StateStore store)
    {
        string owner = new UserNames().Of((uint)geteuid());
        var found = new List<ContainerDescription>();
        foreach (StateReading reading in store.Enumerate())
        {
            found.Add(new ContainerDescription(store, reading.StateOrBroken(), owner));
        }

        found.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        return found;
    }

    private static void PrintIds(StateStore store)
    {
        var ids = new List<string>();
        foreach (StateReading reading in store.Enumerate())
        {
            ids.Add(reading.Id);
        }

        ids.Sort(StringComparer.Ordinal);
        var text = new StringBuilder();
        ids.ForEach(id => text.Append(id).Append('\n'));
        StandardStream.Print(text.ToString());
    }

    private static void PrintJson(StateStore store)
    {
        List<ContainerDescription> found = Read(store);
        StandardStream.PrintJson(
            json =>
            {
                json.WriteStartArray();
                found.ForEach(container => container.Write(json));
                json.WriteEndArray();
            },
            indented: false);
    }

    private static void PrintTable(StateStore store)
    {
        var table = new TextTable("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER");
        foreach (ContainerDescription container in Read(store))
        {
            table.Add(container.Id, $"{container.Pid}", container.Status, container.Bundle, container.Created, container.Owner);
        }

        StandardStream.Print(table.ToString());
    }
}
