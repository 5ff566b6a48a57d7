using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Sessions;

/// <summary>Script blocks in containers: as Invoke-Command's, in a pwsh of the container's own.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class ScriptBlockTests : IDisposable
{
    private readonly PowerShellEngine _engine = new() { Patience = TimeSpan.FromMinutes(8) };

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Objects_come_back_typed_and_say_where_they_come_from()
    {
        EngineResult result = _engine.Run(
            """
            Invoke-ContainerCommand -Hostname box {
                [Environment]::MachineName; 42; [IO.DirectoryInfo] '/etc'; @{ a = 1 }
                [pscustomobject] @{ Name = 'x'; PSComputerName = 'evil' }; { 1 + 1 }; $null
            }
            """).ThrowOnErrors();
        Assert.Equal("box", result.Output[0]!.BaseObject);
        Assert.Equal(42, result.Output[1]!.BaseObject);
        Assert.Equal("Deserialized.System.IO.DirectoryInfo", result.Output[2]!.TypeNames[0]);
        Assert.Equal("/etc", result.Output[2]!.Properties["FullName"].Value);
        Assert.Equal(1, Assert.IsType<System.Collections.Hashtable>(result.Output[3]!.BaseObject)["a"]);
        Assert.Equal(" 1 + 1 ", result.Output[5]!.BaseObject);
        Assert.Null(result.Output[6]);
        string name = Assert.Single(result.Output.Where(static o => o is not null).Select(static o => o!.Properties["PSComputerName"].Value.ToString()).Distinct())!;
        Assert.Matches("^[0-9a-f]{12}$", name);
        Assert.IsType<Guid>(result.Output[0]!.Properties["RunspaceId"].Value);
    }

    [Fact]
    public void Arguments_and_the_callers_variables_go_in()
    {
        EngineResult result = _engine.Run(
            """
            $list = 'a', 'b'
            function Test-Scope { $local = 'of the function'; Invoke-ContainerCommand { "$using:local"; $using:list[1]; & { $using:LIST.Length } } }
            Invoke-ContainerCommand { param($N, $Text) $N.GetType().Name; "$N $Text" } -ArgumentList 3, 'x y'
            Invoke-ContainerCommand { "$args" } 1 two
            Test-Scope
            """).ThrowOnErrors();
        Assert.Equal(["Int32", "3 x y", "1 two", "of the function", "b", "2"], result.Lines);
    }

    [Fact]
    public void A_variable_that_is_not_there_is_said_before_anything_starts() =>
        Assert.Equal("ScriptBlock.UsingUndefined", Id(_engine.Run("Invoke-ContainerCommand { $using:nothing }").OnlyError()));

    [Theory]
    [InlineData("1..3 | Invoke-ContainerCommand { process { $_ * 2 } end { 'end' } }", "2 4 6 end")]
    [InlineData("1..3 | Invoke-ContainerCommand { $n = 0; foreach ($i in $input) { $n += $i }; $n }", "6")]
    [InlineData("1..3 | Invoke-ContainerCommand { ForEach-Object { $_ + 1 } }", "2 3 4")]
    [InlineData("@() | Invoke-ContainerCommand { \"$(@($input).Count)\" }", "0")]
    [InlineData("[IO.FileInfo] '/etc/passwd' | Invoke-ContainerCommand { process { $_.PSTypeNames[0] } }", "Deserialized.System.IO.FileInfo")]
    public void Input_is_objects(string script, string output) =>
        Assert.Equal(output, string.Join(' ', _engine.Run(script).ThrowOnErrors().Lines));

    [Fact]
    public void All_streams_come_and_can_be_redirected()
    {
        const string block =
            """
            {
                function Write-All {
                    [CmdletBinding()] param()
                    $PSCmdlet.WriteObject('output'); $PSCmdlet.WriteWarning('warning'); $PSCmdlet.WriteVerbose('verbose'); $PSCmdlet.WriteDebug('debug')
                    $PSCmdlet.WriteInformation('information', @()); $PSCmdlet.WriteProgress([Management.Automation.ProgressRecord]::new(1, 'activity', 'status'))
                    $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception]::new('error'), 'Some.Id', 'ReadError', 'target'))
                }
                $VerbosePreference = $DebugPreference = 'Continue'
                Write-All
            }
            """;
        EngineResult result = _engine.Run($"Invoke-ContainerCommand {block}");
        Assert.Equal(["output"], result.Lines);
        Assert.Equal(["warning"], result.Warnings);
        Assert.Equal(["information"], result.Information);
        ErrorRecord error = Assert.IsType<RemotingErrorRecord>(result.OnlyError());
        Assert.Equal(("error", "Some.Id", ErrorCategory.ReadError), (error.Exception.Message, Id(error), error.CategoryInfo.Category));
    }

    [Fact]
    public void A_throw_ends_the_callers_statement_and_says_where_it_was()
    {
        EngineResult result = _engine.Run("Invoke-ContainerCommand {\n\n    throw 'broken' }; 'went on'");
        Assert.Empty(result.Lines);
        Assert.Equal("broken", result.TerminatingError!.Exception.Message);
        Assert.Contains("line 3", result.TerminatingError.ScriptStackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_errors_are_the_callers_to_decide()
    {
        const string script = "Invoke-ContainerCommand { Get-Module\n    Get-Command no-such-command\n $ErrorActionPreference = 'Stop'\n  Get-Command no-such-either; 'not here' }";
        EngineResult result = _engine.Run($"{script}; 'went on'");
        Assert.Equal(["went on"], result.Lines);
        Assert.Equal(2, result.Errors.Count);
        Assert.Equal(2, result.Errors[0].InvocationInfo.ScriptLineNumber);
        Assert.Contains("line 4", result.Errors[1].ScriptStackTrace, StringComparison.Ordinal);
        Assert.Equal(["caught"], _engine.Run($"try {{ {script} -ErrorAction Stop; 'went on' }} catch {{ 'caught' }}").Lines);
        Assert.Equal(["caught"], _engine.Run($"$ErrorActionPreference = 'Stop'; try {{ {script}; 'went on' }} catch {{ 'caught' }}").Lines);
    }

    [Fact]
    public void In_containers_that_run_by_object_name_and_id()
    {
        using LaunchedContainer one = Namespaced("one"), two = Namespaced("two");
        string[] names = [one.Name, two.Name];
        Assert.Equal(names.Order(), From($"Get-Container {one.Name}, {two.Name} | Invoke-ContainerCommand {{ $PID }}"));
        Assert.Equal(names.Order(), From($"Invoke-ContainerCommand -Name {one.Name}, {two.Name} {{ $PID }} -ThrottleLimit 1"));
        Assert.Equal([one.Name], From($"Invoke-ContainerCommand -Id {one.Id} {{ 1 }}"));
        Assert.Equal(["2", "4"], _engine.Run($"1, 2 | Invoke-ContainerCommand -Name {one.Name} {{ process {{ $_ * 2 }} }}").ThrowOnErrors().Lines);
        Assert.Equal("Command.InputForMany", Id(_engine.Run($"1, 2 | Invoke-ContainerCommand -Name {one.Name}, {two.Name} {{ 1 }}").OnlyError()));
        Assert.True(one.Look().IsAlive);
    }

    [Fact]
    public void Ctrl_C_ends_the_container()
    {
        using RunningScript running = _engine.Start("Invoke-ContainerCommand { 'begun'; while ($true) { [Threading.Thread]::Sleep(100) } }");
        running.WaitForOutput("begun");
        running.Stop();
        Assert.True(running.Wait().Stopped);
    }

    [Theory]
    [InlineData("Invoke-ContainerCommand { 1 } -ThrottleLimit 0", "ParameterArgumentValidationError")]
    [InlineData("Invoke-ContainerCommand -ThrottleLimit 2 -- true", "Command.NoScriptBlock")]
    [InlineData("Invoke-ContainerCommand -MountPowerShell -- true", "Command.NoScriptBlock")]
    [InlineData("Invoke-ContainerCommand { 1 } -PowerShellPath /nowhere/pwsh", "Command.NotFound")]
    [InlineData("Invoke-ContainerCommand { 1 } -Memory 1", "Limit.Memory")]
    public void Bad_input_is_said(string script, string id) => Assert.StartsWith(id, Id(_engine.Run(script).OnlyError()), StringComparison.Ordinal);

    [Fact]
    public void WhatIf_does_nothing()
    {
        EngineResult result = _engine.Run("1, 2 | Invoke-ContainerCommand { 1 } -WhatIf; Invoke-ContainerCommand { 1 } -AsJob -WhatIf").ThrowOnErrors();
        Assert.Empty(result.Lines);
        Assert.Contains("pwsh", result.HostText, StringComparison.Ordinal);
    }

    private IEnumerable<string> From(string script) =>
        _engine.Run(script).ThrowOnErrors().Output.Select(static o => o!.Properties["PSComputerName"].Value.ToString()!).Order();

    private static LaunchedContainer Namespaced(string suffix) => LaunchedContainer.Start(new() { Name = $"{LaunchedContainer.NewName()}-{suffix}", Init = Protocol.InitMode.Idle });

    private static string Id(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];
}
