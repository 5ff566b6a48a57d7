using System.Globalization;
using PSContainer.Containers;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>ps</c>: the processes of a container, as the host sees them.</summary>
internal sealed class PsCommand : Command
{
    private readonly CommandOption _format = CommandOption.Value("format", "FORMAT", "table (default) or json", 'f');

    public override string Name => "ps";

    public override string Summary => "show the processes of a container";

    public override string Operands => "CONTAINER [options of ps(1)]";

    public override (int Least, int Most) OperandCount => (1, int.MaxValue);

    public override int OperandsBeforeEnd => 1;

    public override CommandOption[] Options => [_format];

    public override int Run(CommandCall call)
    {
        if (_format.IsSet && _format.Text is not ("table" or "json"))
        {
            throw UsageException.Bad(_format, "table or json");
        }

        using StoredContainer container = StoredContainer.Open(call.Global.Root, call.Id);
        List<int> pids = [.. ContainerProcesses.Find(container)];
        if (_format.Text == "json")
        {
            PrintJson(pids);
        }
        else
        {
            StandardStream.Print(call.Operands.Count > 1 ? HostPs.Run(call.Operands.Skip(1), pids) : Table(pids));
        }

        return 0;
    }

    private static void PrintJson(List<int> pids) => StandardStream.PrintJson(
        json =>
        {
            json.WriteStartArray();
            pids.ForEach(json.WriteNumberValue);
            json.WriteEndArray();
        },
        indented: false);

    // The columns of "ps -ef".
    private static string Table(List<int> pids)
    {
        var names = new UserNames();
        var table = new TextTable("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
        foreach (int pid in pids)
        {
            if (ProcessListing.Read(pid) is { } process)
            {
                table.Add(
                    names.Of(process.User), pid.ToString(CultureInfo.InvariantCulture), $"{process.Parent}", $"{process.CpuPercent}",
                    process.StartText, process.Terminal, process.CpuTimeText, process.Command);
            }
        }

        return table.ToString();
    }
}
