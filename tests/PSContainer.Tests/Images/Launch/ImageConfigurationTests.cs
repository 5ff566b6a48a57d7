using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Images.Launch;

/// <summary>What an image's configuration says of containers that go on by themselves: health, signal, ports; and their second start.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class ImageConfigurationTests : IDisposable
{
    private const string Check = """{"Cmd":["sleep","1000"],"Healthcheck":{"Test":["CMD-SHELL","test -f /ready"],"Interval":100000000,"Retries":2}}""";

    private readonly ImageScene _scene = new();

    public ImageConfigurationTests() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: the tests' folder may be on any file system");

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Its_health_check_is_run_with_its_times()
    {
        _scene.With("checked", Check);
        Assert.Equal(["Unhealthy", "Healthy"], Run("""
            $c = New-NamespacedProcess -Image checked
            try {
                "$(($c | Wait-Container -Condition Unhealthy -Timeout 20).Health)"
                $c | Invoke-ContainerCommand touch /ready
                "$(($c | Wait-Container -Condition Healthy -Timeout 20).Health)"
            }
            finally { $c | Remove-Container -Force }
            """));
    }

    [Theory]
    [InlineData("""["NONE"]""")]
    [InlineData("[]")]
    [InlineData("""["WHATEVER","x"]""")]
    public void One_without_a_command_is_none(string test)
    {
        _scene.With("unchecked", $$$"""{"Cmd":["sleep","1000"],"Healthcheck":{"Test":{{{test}}}}}""");
        Assert.Equal([""], Run("$c = New-NamespacedProcess -Image unchecked; try { \"$($c.Health)\" } finally { $c | Remove-Container -Force }"));
    }

    [Fact]
    public void What_the_user_says_of_health_comes_first()
    {
        _scene.With("checked", Check);
        Assert.Equal(["Healthy", ""], Run("""
            $c = New-NamespacedProcess -Image checked -HealthCommand true
            try { "$(($c | Wait-Container -Condition Healthy -Timeout 20).Health)" } finally { $c | Remove-Container -Force }
            $c = New-NamespacedProcess -Image checked -NoHealthCheck
            try { "$($c.Health)" } finally { $c | Remove-Container -Force }
            """));
    }

    [Theory]
    [InlineData("-Image checked -NoHealthCheck -HealthCommand true")]
    [InlineData("-Image checked -NoHealthCheck -HealthInterval 5")]
    [InlineData("-HealthRetries 5 sleep 1")]
    public void Times_without_a_check_are_refused(string parameters)
    {
        _scene.With("checked", Check);
        Assert.StartsWith("Health.NoCommand", Assert.Single(_scene.Run($"New-NamespacedProcess {parameters}").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_stop_signal_ends_the_container_and_its_ports_are_shown()
    {
        _scene.With("signalled", """{"Cmd":["sh","-c","trap 'exit 42' USR1; echo ready; while :; do sleep 0.1; done"],"StopSignal":"SIGUSR1","ExposedPorts":{"80/tcp":{},"53/udp":{}}}""");
        Assert.Equal(["42", "53/udp,80/tcp"], Run("""
            $c = New-NamespacedProcess -Image signalled
            try {
                while (-not ($c | Get-ContainerLog)) { [Threading.Thread]::Sleep(20) }
                "$(($c | Stop-Container -Timeout 20 -PassThru).ExitCode)"
                [string[]]$ports = $c.ExposedPorts
                [array]::Sort($ports)
                $ports -join ','
            }
            finally { $c | Remove-Container -Force }
            """));
    }

    [Fact]
    public void A_container_that_is_started_anew_has_what_it_wrote()
    {
        _scene.With("again", """{"Cmd":["sh","-c","echo x >> /count; cat /count | wc -l; exec sleep 1000"],"Volumes":{"/data":{}}}""");
        Assert.Equal(["1", "2", "3"], Run("""
            $c = New-NamespacedProcess -Image again
            try {
                foreach ($start in 1..3) {
                    $until = [DateTime]::Now.AddSeconds(20)
                    while (@($c | Get-ContainerLog).Count -lt $start -and [DateTime]::Now -lt $until) { [Threading.Thread]::Sleep(20) }
                    if ($start -lt 3) { $c | Restart-Container -Timeout 0 }
                }
                $c | Get-ContainerLog | ForEach-Object { $_.Text.Trim() }
            }
            finally { $c | Remove-Container -Force }
            """));
        Assert.Empty(_scene.Containers);
    }

    [Fact]
    public void Tab_completes_the_users_that_it_knows()
    {
        _scene.With("busybox");
        Assert.Equal(["", "web", "web"], Run("""
            function Complete([string] $Line) { "$([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText)" }
            Complete 'Invoke-ContainerCommand -Image busybox -User w'
            $c = New-NamespacedProcess -Image busybox -- sleep 1000
            try {
                Complete 'Invoke-ContainerCommand -Image busybox -User w'
                Complete "Invoke-ContainerCommand -Name $($c.Name) -User w"
            }
            finally { $c | Remove-Container -Force }
            """));
    }

    private IReadOnlyList<string> Run(string script) => _scene.Run(script).ThrowOnErrors().Lines;
}
