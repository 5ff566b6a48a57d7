using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class GetContainerViewTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Containers_are_shown_as_a_table()
    {
        using var sleep = LaunchedContainer.Run("sleep", "1000");
        string[] lines = Lines("param($Id) Get-Container -Id $Id", sleep.Id);
        Assert.Equal("Id           Name              Status       PID Exit  Age Command", lines[0]);
        Assert.Matches($"^{sleep.ShortId} {sleep.Name} Running  +{sleep.State.Pid} +[0-9]s sleep 1000$", lines[2]);
    }

    [Fact]
    public void The_exit_code_has_a_column_and_an_idle_one_no_command()
    {
        using var idle = LaunchedContainer.Idle();
        string[] lines = Lines("param($Id) Stop-Container -Id $Id -PassThru", idle.Id);
        Assert.Matches($"^{idle.ShortId} {idle.Name} Stopped +143 +[0-9]s \\(idle\\)$", lines[2]);
    }

    [Fact]
    public void A_row_takes_one_line_and_hides_what_a_terminal_would_obey()
    {
        using var shell = LaunchedContainer.Run(
            "sh", "-c", "sleep 1000\n\u001b[31m: a command that is much longer than what is left of the line after all the other columns are on it");
        string[] lines = Lines("param($Id) Get-Container -Id $Id", shell.Id);
        Assert.Equal(3, lines.Length);
        Assert.InRange(lines[2].Length, 110, 120);
        Assert.Contains("sh -c sleep 1000??[31m: a command", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void No_colours_are_sent_where_they_are_not_understood()
    {
        using var idle = LaunchedContainer.Idle();
        Assert.DoesNotContain('\u001b', _engine.Show("param($Id) Get-Container -Id $Id; Test-ContainerHost", idle.Id));
    }

    private string[] Lines(string script, params object[] arguments) =>
        [.. _engine.Show(script, arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.TrimEnd())];
}
