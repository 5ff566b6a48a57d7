using System.Management.Automation;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Logs;

namespace PSContainer.Tests.Cmdlets;

public sealed class GetContainerLogTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("getlog-").FullName;
    private readonly string _name = LaunchedContainer.NewName();

    public void Dispose()
    {
        _engine.Run("param($Name) Get-Container | Where-Object Name -like \"$Name*\" | Remove-Container -Force", _name);
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_a_container_wrote_comes_as_objects()
    {
        ContainerLogRecord[] records = Log("'echo out; echo err >&2'");
        Assert.Equal(["err", "out"], records.Select(static record => record.Text).Order(StringComparer.Ordinal));
        Assert.Equal(ContainerLogSource.Error, Assert.Single(records, static record => record.Text == "err").Stream);
        Assert.All(records, record => Assert.Equal(_name, record.Container));
    }

    [Fact]
    public void Output_without_a_line_end_and_bytes_that_are_no_text_come_too()
    {
        ContainerLogRecord record = Assert.Single(Log(@"'printf ""a\000\377b""'"));
        Assert.Equal("a\0\uFFFDb", record.Text);
        Assert.Equal([(byte)'a', 0, 0xff, (byte)'b'], record.Bytes);
    }

    [Fact]
    public void A_line_of_10_MB_comes_whole()
    {
        ContainerLogRecord[] records = Log("'head -c 10485760 /dev/zero | tr \"\\0\" x; echo; echo next'", "-MaximumLogFiles 8");
        Assert.Equal([10 << 20, 4], records.Select(static record => record.Bytes.Length));
    }

    [Theory]
    [InlineData("-Tail 2", "3,err")]
    [InlineData("-Tail 0", "")]
    [InlineData("-Stream Error", "err")]
    [InlineData("-Stream Output -Tail 1", "3")]
    [InlineData("-Since ([datetime]::Now.AddHours(1))", "")]
    [InlineData("-Since ([timespan]::FromHours(1)) -Stream Output", "1,2,3")]
    [InlineData("-Until ([datetime]::Now.AddHours(-1))", "")]
    public void Parameters_choose(string parameters, string expected)
    {
        Log("'echo 1; echo 2; echo 3; sleep 0.1; echo err >&2'");
        EngineResult result = _engine.Run($"param($Name) (Get-ContainerLog $Name {parameters} | ForEach-Object Text) -join ','", _name).ThrowOnErrors();
        Assert.Equal(expected, Assert.Single(result.Lines));
    }

    [Fact]
    public void A_timestamp_stands_before_the_text()
    {
        Log("'echo text'");
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+[+-]\d\d:\d\d text$", Assert.Single(_engine.Run("param($Name) Get-ContainerLog $Name -Timestamp", _name).ThrowOnErrors().Lines));
    }

    [Fact]
    public void Following_ends_with_the_container_and_misses_nothing_of_what_is_rotated()
    {
        // Slowly enough that what is read is never the oldest file.
        const string script = "i=0; while [ $i -lt 40 ]; do head -c 30000 /dev/zero | tr \"\\0\" x; echo; echo $i; i=$((i+1)); sleep 0.02; done; printf end";
        EngineResult result = _engine.Run(
            $"param($Name) $c = New-NamespacedProcess -Name $Name -MaximumLogSize 256KB -MaximumLogFiles 4 -- sh -c '{script}'; $c | Get-ContainerLog -Follow | Where-Object {{ $_.Text.Length -lt 10 }} | ForEach-Object Text", _name).ThrowOnErrors();
        Assert.Equal([.. Enumerable.Range(0, 40).Select(static i => $"{i}"), "end"], result.Lines);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Following_gives_each_line_when_it_is_written_and_stops_at_once()
    {
        using RunningScript running = _engine.Start("param($Name) New-NamespacedProcess -Name $Name -- sh -c 'echo first; sleep 1000' | Get-ContainerLog -Follow | ForEach-Object Text", _name);
        running.WaitForOutput("first");
        running.Stop();
        Assert.True(running.Wait().Stopped);
    }

    [Fact]
    public void The_log_is_limited()
    {
        Log("'i=0; while [ $i -lt 30 ]; do head -c 60000 /dev/zero | tr \"\\0\" x; echo; i=$((i+1)); done'", "-MaximumLogSize 128KB -MaximumLogFiles 3");
        Container container = _engine.Run("param($Name) Get-Container $Name", _name).Only<Container>();
        FileInfo[] files = new DirectoryInfo($"{container.Store.Root.Path}/{container.Id}/log").GetFiles();
        Assert.Equal(3, files.Length);
        Assert.All(files, static file => Assert.InRange(file.Length, 1, 128 << 10));
    }

    [Fact]
    public void A_log_of_its_own_folder_goes_with_the_container()
    {
        Log("'echo text'", $"-ContainerLogPath {_folder}");
        Assert.Single(Directory.GetDirectories(_folder));
        Assert.Equal(["text"], _engine.Run("param($Name) (Get-ContainerLog $Name).Text; Remove-Container $Name", _name).ThrowOnErrors().Lines);
        Assert.Empty(Directory.GetDirectories(_folder));
    }

    [Fact]
    public void A_full_disk_keeps_no_command_waiting_and_spoils_no_record()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: mounts a small file system");
        using SmallDisk disk = SmallDisk.Mount(_folder, "400k");
        EngineResult result = _engine.Run(
            $"param($Name) $c = New-NamespacedProcess -Name $Name -ContainerLogPath {_folder} -- sh -c 'echo first; head -c 3000000 /dev/zero | tr \"\\0\" x | fold -w 99; exit 7' | Wait-Container -Timeout 50; $c.ExitCode; ($c | Get-ContainerLog).Text", _name).ThrowOnErrors();
        Assert.Equal(["7", "first"], result.Lines.Take(2));
        Assert.InRange(result.Lines.Count, 3, 3_000_000 / 99);
        Assert.All(result.Lines.Skip(2), static line => Assert.Matches("^(x*|[0-9]+ bytes of records could not be written: No space left on device.*)$", line));
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("-NoLog -- true")]
    [InlineData("")]
    [InlineData("-RedirectStandardOutput /dev/null -RedirectStandardError /dev/null -- true")]
    public void What_is_not_logged_is_an_error(string arguments)
    {
        EngineResult result = _engine.Run($"param($Name) $null = New-NamespacedProcess -Name $Name {arguments}; Get-ContainerLog $Name", _name);
        RefusedCommand.Expect(result.OnlyError(), "Log.None", ErrorCategory.ObjectNotFound, "GetContainerLogCommand");
    }

    [Fact]
    public void What_is_not_redirected_is_logged()
    {
        Log("'echo out; echo err >&2'", $"-RedirectStandardOutput {_folder}/out");
        Assert.Equal("out\n", File.ReadAllText($"{_folder}/out"));
        Assert.Equal(["err"], _engine.Run("param($Name) (Get-ContainerLog $Name).Text", _name).ThrowOnErrors().Lines);
    }

    [Fact]
    public void What_somebody_wrote_into_the_log_is_left_out_with_a_warning()
    {
        Log("'echo text'");
        Container container = _engine.Run("param($Name) Get-Container $Name", _name).Only<Container>();
        File.AppendAllText($"{container.Store.Root.Path}/{container.Id}/log/1.log", "\u001b[2Jnonsense\n");
        EngineResult result = _engine.Run("param($Name) (Get-ContainerLog $Name).Text", _name).ThrowOnErrors();
        Assert.Equal(["text"], result.Lines);
        Assert.StartsWith("1 lines", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_clock_was_set_back_records_come_as_they_were_written()
    {
        Log("'echo new'");
        Container container = _engine.Run("param($Name) Get-Container $Name", _name).Only<Container>();
        File.AppendAllText($"{container.Store.Root.Path}/{container.Id}/log/1.log", "2020-01-01T00:00:00.000000000Z stdout F old\n");
        const string script = "param($Name) foreach ($how in @{}, @{ Tail = 1 }, @{ Since = [timespan]::FromHours(1) }, @{ Until = [datetime]'2021-01-01' }, @{ Follow = $true }) { (Get-ContainerLog $Name @how).Text -join ',' }";
        Assert.Equal(["new,old", "old", "new", "old", "new,old"], _engine.Run(script, _name).ThrowOnErrors().Lines);
    }

    [Fact]
    public void The_view_shows_nothing_that_a_terminal_would_obey()
    {
        Log(@"'printf ""\033]0;title\007 text\n""'");
        string shown = _engine.Show("param($Name) Get-ContainerLog $Name", _name);
        Assert.Contains("?]0;title? text", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
    }

    [Theory]
    [InlineData("-MaximumLogSize 1KB", "Log.Limit")]
    [InlineData("-MaximumLogFiles 0", "Log.Limit")]
    [InlineData("-RestartCount 3", "Restart.Count")]
    [InlineData("-RestartPolicy Always -RestartCount 3", "Restart.Count")]
    [InlineData("-RestartPolicy Always -RemoveOnExit", "Restart.RemoveOnExit")]
    [InlineData("-HealthInterval 3", "Health.NoCommand")]
    [InlineData("-HealthCommand true -HealthInterval 0", "Health.Time")]
    [InlineData("-HealthCommand true -HealthTimeout -1", "Health.Time")]
    [InlineData("-HealthCommand true -HealthRetries 0", "Health.Retries")]
    public void What_a_monitor_cannot_do_is_refused(string parameters, string id)
    {
        foreach (string cmdlet in (string[])["NewNamespacedProcess", "NewContainer"])
        {
            string verb = cmdlet.Insert(3, "-");
            RefusedCommand.Expect(_engine.Run($"{verb} {parameters} -- true").OnlyError(), id, ErrorCategory.InvalidArgument, cmdlet + "Command");
        }
    }

    [Fact]
    public void A_folder_for_the_log_that_is_not_there_leaves_nothing()
    {
        EngineResult result = _engine.Run("param($Name) New-NamespacedProcess -Name $Name -ContainerLogPath /no/such/folder -- true", _name);
        Assert.StartsWith("Log.CannotOpen.ENOENT,", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_engine.Run("param($Name) Get-Container | Where-Object Name -eq $Name", _name).Output);
    }

    private ContainerLogRecord[] Log(string script, string parameters = "")
    {
        EngineResult result = _engine.Run(
            $"param($Name) $c = New-NamespacedProcess -Name $Name {parameters} -- sh -c {script}; $null = $c | Wait-Container -Timeout 50; $c | Get-ContainerLog -ErrorAction Ignore", _name).ThrowOnErrors();
        return [.. result.Output.Select(static item => Assert.IsType<ContainerLogRecord>(item!.BaseObject))];
    }
}
