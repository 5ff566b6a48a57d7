using System.Management.Automation;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Health checks, and waiting for what they find.</summary>
public sealed class HealthTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("health-").FullName;
    private readonly string _name = LaunchedContainer.NewName();

    public void Dispose()
    {
        _engine.Run("param($Name) Get-Container | Where-Object Name -like \"$Name*\" | Remove-Container -Force", _name);
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void It_follows_what_the_command_says()
    {
        File.WriteAllText($"{_folder}/ready", "");
        string start = $"New-NamespacedProcess -Name $Name -Mount {_folder}:/mnt -HealthCommand 'test -f /mnt/ready' -HealthInterval 0.1 -HealthRetries 2 -- sleep 1000 | Wait-Container -Condition";
        Assert.Equal(ContainerHealth.Healthy, Run($"{start} Healthy -Timeout 120").Health);
        File.Delete($"{_folder}/ready");
        Assert.Equal(ContainerHealth.Unhealthy, Run("Wait-Container $Name -Condition Unhealthy -Timeout 120").Health);
        File.WriteAllText($"{_folder}/ready", "");
        Assert.Equal(ContainerHealth.Healthy, Run("Wait-Container $Name -Condition Healthy -Timeout 120").Health);
        string[] told = [.. _engine.Run("param($Name) Get-ContainerEvent $Name -Type Health | ForEach-Object Health", _name).Lines];
        Assert.Equal(["Healthy", "Unhealthy", "Healthy"], told);
    }

    [Fact]
    public void A_check_is_one_of_the_containers_processes_and_takes_words_as_they_are() => Assert.Equal(
        ContainerHealth.Healthy,
        Run("New-NamespacedProcess -Name $Name -Hostname inside -HealthCommand sh, '-c', 'test \"$(hostname) $1\" = \"inside a b\"', sh, 'a b' -HealthInterval 0.1 -- sleep 1000 | Wait-Container -Condition Healthy -Timeout 120").Health);

    [Fact]
    public void A_check_that_hangs_has_failed_and_is_ended()
    {
        Run("New-NamespacedProcess -Name $Name -HealthCommand 'sleep 777 & sleep 777' -HealthInterval 0.1 -HealthTimeout 0.3 -HealthRetries 2 -- sleep 1000 | Wait-Container -Condition Unhealthy -Timeout 120");
        // One may run now; those before it are gone.
        Assert.InRange(Run("Get-Container $Name").Processes.Count(static process => process.Command is ["sleep", "777"]), 0, 2);
    }

    [Fact]
    public void A_command_that_is_not_there_is_a_failure() =>
        Run("New-NamespacedProcess -Name $Name -HealthCommand /no/such/command, x -HealthInterval 0.1 -HealthRetries 1 -- sleep 1000 | Wait-Container -Condition Unhealthy -Timeout 120");

    [Fact]
    public void In_the_start_period_failures_do_not_count()
    {
        Container container = Run("New-NamespacedProcess -Name $Name -HealthCommand false -HealthInterval 0.05 -HealthRetries 1 -HealthStartPeriod 1000 -- sleep 1000");
        Thread.Sleep(1000);
        container.Refresh();
        Assert.Equal(ContainerHealth.Starting, container.Health);
    }

    [Fact]
    public void One_that_ends_before_is_an_error()
    {
        EngineResult result = _engine.Run("param($Name) New-NamespacedProcess -Name $Name -HealthCommand false -- sleep 0.5 | Wait-Container -Condition Healthy -Timeout 120", _name);
        RefusedCommand.Expect(result.OnlyError(), "Container.WaitEnded", ErrorCategory.InvalidOperation, "WaitContainerCommand");
    }

    [Fact]
    public void One_without_checks_cannot_be_waited_for_to_be_healthy()
    {
        EngineResult result = _engine.Run("param($Name) New-NamespacedProcess -Name $Name -- sleep 1000 | Wait-Container -Condition Healthy", _name);
        RefusedCommand.Expect(result.OnlyError(), "Container.NoHealth", ErrorCategory.InvalidArgument, "WaitContainerCommand");
    }

    [Fact]
    public void Conditions_that_are_not_met_in_time_are_errors()
    {
        EngineResult result = _engine.Run("param($Name) New-NamespacedProcess -Name $Name -- sleep 1000 | Wait-Container -Condition Removed -Timeout 0.2", _name);
        RefusedCommand.Expect(result.OnlyError(), "Container.WaitTimedOut", ErrorCategory.OperationTimeout, "WaitContainerCommand");
    }

    [Fact]
    public void Other_conditions_are_waited_for_too()
    {
        Run("New-NamespacedProcess -Name $Name -- sleep 1000");
        using RunningScript running = _engine.Start("param($Name) Get-Container $Name | Wait-Container -Condition Running -Timeout 120 | ForEach-Object Status; 'begun'; Wait-Container $Name -Condition Removed -Timeout 120 | ForEach-Object Status", _name);
        running.WaitForOutput("begun");
        using (var other = new PowerShellEngine())
        {
            other.Run("param($Name) Remove-Container $Name -Force", _name).ThrowOnErrors();
        }

        Assert.Equal(["Running", "begun", "Stopped"], running.Wait().ThrowOnErrors().Lines);
    }

    private Container Run(string script) => _engine.Run("param($Name) " + script, _name).ThrowOnErrors().Only<Container>();
}
