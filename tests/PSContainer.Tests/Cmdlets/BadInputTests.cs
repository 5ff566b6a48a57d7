using System.Diagnostics;
using System.Management.Automation;
using PSContainer.State;
using PSContainer.Tests.Engine;
using static PSContainer.Tests.Cmdlets.RefusedCommand;

namespace PSContainer.Tests.Cmdlets;

/// <summary>What is refused: each with its own id and category, and nothing is left of it.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class BadInputTests : IDisposable
{
    private const string Invoke = "Invoke-ContainerCommand";

    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("nosuchcommand", "Command.NotFound", ErrorCategory.ObjectNotFound, 127)]
    [InlineData("/no/such/command", "Command.NotFound", ErrorCategory.ObjectNotFound, 127)]
    [InlineData("/etc/passwd", "Command.NotExecutable", ErrorCategory.PermissionDenied, 126)]
    [InlineData("/etc", "Command.NotExecutable", ErrorCategory.PermissionDenied, 126)]
    [InlineData("/etc/passwd/x", "Command.NotFound", ErrorCategory.ObjectNotFound, 127)]
    [InlineData("-Init nosuchcommand", "Command.NotFound", ErrorCategory.ObjectNotFound, 127)]
    [InlineData("-Init /etc/passwd", "Command.NotExecutable", ErrorCategory.PermissionDenied, 126)]
    public void A_command_that_cannot_be_executed_has_an_exit_code_too(string command, string id, ErrorCategory category, int exitCode)
    {
        EngineResult result = _engine.Run($"{Invoke} {command}");
        Expect(result.OnlyError(), id, category);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.False(result.Succeeded);
    }

    [Theory]
    [InlineData("nosuchcommand", "Command.NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("/etc/passwd", "Command.NotExecutable", ErrorCategory.PermissionDenied)]
    [InlineData("''", "Command.Empty", ErrorCategory.InvalidArgument)]
    [InlineData("-Name a/b", "Container.InvalidName", ErrorCategory.InvalidArgument)]
    [InlineData("-Name ..", "Container.InvalidName", ErrorCategory.InvalidArgument)]
    [InlineData("-Name ../../etc", "Container.InvalidName", ErrorCategory.InvalidArgument)]
    [InlineData("-Name ''", "Container.InvalidName", ErrorCategory.InvalidArgument)]
    [InlineData("-Name \"a`n\"", "Container.InvalidName", ErrorCategory.InvalidArgument)]
    [InlineData("-Name ('a' * 256)", "Container.InvalidName", ErrorCategory.InvalidArgument)]
    [InlineData("-RedirectStandardOutput /no/such/folder/file -- true", "Redirect.CannotOpen", ErrorCategory.ObjectNotFound)]
    [InlineData("-RedirectStandardError /tmp -- true", "Redirect.CannotOpen", ErrorCategory.PermissionDenied)]
    public void A_detached_container_is_refused_in_the_same_way(string arguments, string id, ErrorCategory category) =>
        Expect(_engine.Run($"New-NamespacedProcess {arguments}").OnlyError(), id, category, "NewNamespacedProcessCommand");

    [Theory]
    [InlineData("''", "Command.Empty")]
    [InlineData("\"a`0b\"", "Spec.TextInvalid")]
    [InlineData("-- echo \"a`0b\"", "Spec.TextInvalid")]
    [InlineData("-- echo \"a$([char] 0xd800)b\"", "Spec.TextInvalid")]
    [InlineData("-Hostname '' -- true", "HostName.Empty")]
    [InlineData("-Hostname ('x' * 65) -- true", "HostName.TooLong")]
    [InlineData("-Hostname ('ü' * 33) -- true", "HostName.TooLong")]
    [InlineData("-Hostname \"a`nb\" -- true", "HostName.Invalid")]
    [InlineData("-Hostname \"a`e[31mb\" -- true", "HostName.Invalid")]
    [InlineData("-Hostname \"a`0b\" -- true", "HostName.Invalid")]
    [InlineData("-DomainName ('x' * 65) -- true", "HostName.TooLong")]
    [InlineData("-Namespace Pid -Hostname web -- true", "HostName.NoUtsNamespace")]
    [InlineData("-Namespace Pid -DomainName web -- true", "HostName.NoUtsNamespace")]
    [InlineData("-Namespace Pid -RootPath / -- true", "Spec.MountNamespaceMissing")]
    [InlineData("-Namespace Pid -Mount /tmp:/mnt -- true", "Spec.MountNamespaceMissing")]
    [InlineData("-User '' -- true", "User.Invalid")]
    [InlineData("-User a:b:c -- true", "User.Invalid")]
    [InlineData("-Capability NOSUCH -- true", "Spec.UnknownCapability")]
    [InlineData("-DropCapability NOSUCH -- true", "Spec.UnknownCapability")]
    [InlineData("-Capability '' -- true", "Spec.UnknownCapability")]
    [InlineData("-UidMap 0:0:10,5:100:10 -- true", "IdMap.Overlap")]
    [InlineData("-UidMap 0:0:10,50:5:10 -- true", "IdMap.Overlap")]
    [InlineData("-GidMap 0:0:10,5:100:10 -- true", "IdMap.Overlap")]
    [InlineData("-UidMap 0:4294967290:100 -- true", "IdMap.OutOfRange")]
    [InlineData("-UidMap (0..340 | ForEach-Object { '{0}:{0}:1' -f ($_ * 2) }) -- true", "IdMap.TooLong")]
    [InlineData("-UidMap nonsense -- true", "IdMap.Invalid")]
    [InlineData("-UidMap 0:0:0 -- true", "IdMap.Invalid")]
    [InlineData("-UidMap 0:-1:5 -- true", "IdMap.Invalid")]
    [InlineData("-UidMap 0:99999999999:5 -- true", "IdMap.Invalid")]
    [InlineData("-Memory 0 -- true", "Limit.Memory")]
    [InlineData("-Memory -1 -- true", "Limit.Memory")]
    [InlineData("-Memory 1000TB -- true", "Limit.Memory")]
    [InlineData("-Memory 10 -- true", "Limit.Memory")]
    [InlineData("-Memory 63KB -- true", "Limit.Memory")]
    [InlineData("-Memory 64MB -MemoryReservation 10 -- true", "Limit.MemoryReservation")]
    [InlineData("-Cpu 0 -- true", "Limit.Cpu")]
    [InlineData("-Cpu -2 -- true", "Limit.Cpu")]
    [InlineData("-Cpu NaN -- true", "Limit.Cpu")]
    [InlineData("-Cpu 1e6 -- true", "Limit.Cpu")]
    [InlineData("-PidsLimit 0 -- true", "Limit.Pids")]
    [InlineData("-PidsLimit -1 -- true", "Limit.Pids")]
    [InlineData("-PidsLimit 4194305 -- true", "Limit.Pids")]
    [InlineData("-Mount nonsense -- true", "Mount.Invalid")]
    [InlineData("-Mount /tmp:relative -- true", "Mount.Invalid")]
    [InlineData("-Mount /tmp:/mnt:nosuchoption -- true", "Mount.Invalid")]
    [InlineData("-Mount 'type=ext4,target=/mnt' -- true", "Mount.Invalid")]
    [InlineData("-Mount /tmp:/ -- true", "Mount.Invalid")]
    [InlineData("-Mount /etc:/../outside -- true", "Path.OutsideRoot")]
    [InlineData("-Mount /etc:/mnt/../../../outside -- true", "Path.OutsideRoot")]
    [InlineData("-WorkingDirectory '' -- true", "Spec.CwdInvalid")]
    [InlineData("-WorkingDirectory relative -- true", "Spec.CwdInvalid")]
    [InlineData("-Environment @{ 'a=b' = 1 } -- true", "Environment.InvalidName")]
    [InlineData("-Environment @{ '' = 1 } -- true", "Environment.InvalidName")]
    [InlineData("-Environment @{ a = \"b`0c\" } -- true", "Spec.TextInvalid")]
    [InlineData("-ContainerLabel @{ '' = 1 } -- true", "Label.Invalid")]
    [InlineData("-ContainerLabel @{ a = \"b`0c\" } -- true", "Spec.TextInvalid")]
    [InlineData("-Device \"/dev/nu`0ll\" -- true", "Device.Invalid")]
    [InlineData("-SeccompProfile \"a`0b\" -- true", "Path.Invalid")]
    [InlineData("-SeccompProfile Env:/PATH -- true", "Path.Invalid")]
    [InlineData("-RootPath \"a`0b\" -User nobody -- true", "Path.Invalid")]
    [InlineData("-JoinNamespace \"/a`0b\" -- true", "Namespace.InvalidTarget")]
    [InlineData("-JoinNamespace @{ User = $PID } -UidMap 0:0:10 -- true", "IdMap.Joined")]
    [InlineData("-RootPath '' -- true", "Root.Empty")]
    [InlineData("-RootPath /no/such/root -- true", "Root.NotADirectory")]
    [InlineData("-RootPath /etc/passwd -- true", "Root.NotADirectory")]
    [InlineData("-JoinNamespace /etc/passwd -- true", "Namespace.Invalid")]
    [InlineData("-JoinNamespace @{ Network = '/proc/self/ns/uts' } -- true", "Namespace.WrongKind")]
    [InlineData("-JoinNamespace @{ Nonsense = 1 } -- true", "Namespace.Unknown")]
    [InlineData("-JoinNamespace @{ Network = $null } -- true", "Namespace.InvalidTarget")]
    [InlineData("-JoinNamespace ([datetime]::Now) -- true", "Namespace.InvalidTarget")]
    [InlineData("-- true @('x' * 5MB)", "Command.TooLong")]
    public void A_wrong_value_is_an_invalid_argument(string arguments, string id) =>
        Expect(_engine.Run($"{Invoke} {arguments}").OnlyError(), id, ErrorCategory.InvalidArgument);

    [Theory]
    [InlineData("-User nosuchuser -- true", "User.Unknown")]
    [InlineData("-User 0:nosuchgroup -- true", "User.Unknown")]
    [InlineData("-User -5 -- true", "User.Unknown")]
    [InlineData("-User 4294967295 -- true", "User.Unknown")]
    [InlineData("-JoinNamespace 4194399 -- true", "Process.NotFound")]
    [InlineData("-JoinNamespace 99999999999 -- true", "Process.NotFound")]
    [InlineData("-JoinNamespace 0 -- true", "Process.NotFound")]
    [InlineData("-JoinNamespace nosuchcontainer -- true", "Container.NotFound")]
    [InlineData("-JoinNamespace @{ Network = 'nosuchcontainer' } -- true", "Container.NotFound")]
    [InlineData("-JoinNamespace /no/such/file -- true", "Namespace.NotFound")]
    [InlineData("-Mount /no/such/source:/mnt -- true", "Mount.SourceNotFound")]
    [InlineData("-WorkingDirectory /no/such/folder -- true", "WorkingDirectory.Chdir.ENOENT")]
    [InlineData("-WorkingDirectory /etc/passwd -- true", "WorkingDirectory.Chdir.ENOTDIR")]
    [InlineData("-WorkingDirectory /proc/self/nothing -- true", "WorkingDirectory.Chdir.ENOENT")]
    public void What_is_not_there_is_said_to_be_missing(string arguments, string id) =>
        Expect(_engine.Run($"{Invoke} {arguments}").OnlyError(), id, ErrorCategory.ObjectNotFound);

    [Theory]
    [InlineData("-Namespace Nonsense -- true", "CannotConvertArgumentNoMessage")]
    [InlineData("-Namespace 99 -- true", "CannotConvertArgumentNoMessage")]
    [InlineData("-Memory 12xb -- true", "ParameterArgumentTransformationError")]
    [InlineData("-Memory 99999999999999999999 -- true", "ParameterArgumentTransformationError")]
    [InlineData("-BootTimeOffset soon -- true", "ParameterArgumentTransformationError")]
    [InlineData("-JoinNamespace $null -- true", "ParameterArgumentValidationError")]
    [InlineData("-JoinNamespace 1, $null -- true", "ParameterArgumentValidationError")]
    [InlineData("$null", "ParameterArgumentValidationError")]
    [InlineData("-Image busybox $null", "ParameterArgumentValidationError")]
    public void What_cannot_be_bound_is_refused_by_the_binder(string arguments, string id) =>
        Assert.StartsWith(id + ",", _engine.Run($"{Invoke} {arguments}").OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);

    [Theory]
    [InlineData("-Id a/b", "Container.InvalidId", ErrorCategory.InvalidArgument)]
    [InlineData("-Id ..", "Container.InvalidId", ErrorCategory.InvalidArgument)]
    [InlineData("-Id ../../../etc", "Container.InvalidId", ErrorCategory.InvalidArgument)]
    [InlineData("-Id ffffffffffffffff", "Container.NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Name nosuchcontainer", "Container.NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Name ../nosuch", "Container.NotFound", ErrorCategory.ObjectNotFound)]
    public void A_target_that_is_not_there_is_an_error_of_its_own(string target, string id, ErrorCategory category)
    {
        EngineResult result = _engine.Run($"{Invoke} {target} -- true; 'goes on'");
        Expect(Assert.Single(result.Errors), id, category);
        Assert.Equal(["goes on"], result.Lines);
    }

    [Theory]
    [InlineData("-UidMap 0:0:10,5:100:10", "-UidMap '0:0:10' and '5:100:10' have ids inside in common")]
    [InlineData("-GidMap 1:1,0:0:10,50:5:10", "-GidMap '1:1' and '0:0:10' have ids inside in common")]
    [InlineData("-GidMap 0:0:10,50:5:10", "-GidMap '0:0:10' and '50:5:10' have ids outside in common")]
    [InlineData("-UidMap 0:4294967290:100", "-UidMap '0:4294967290:100' goes beyond the last id, 4294967294")]
    [InlineData("-UidMap 4294967295:0", "-UidMap '4294967295:0' goes beyond the last id, 4294967294")]
    [InlineData("-UidMap (0..340 | ForEach-Object { '{0}:{0}:1' -f ($_ * 2) })", "-UidMap has 341 ranges, and the kernel takes 340 at most")]
    public void What_is_wrong_with_an_id_map_is_said_in_the_words_it_was_written_in(string map, string message) =>
        Assert.Contains(message, _engine.Run($"{Invoke} {map} -- true").OnlyError().ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_root_without_the_command_is_a_command_not_found()
    {
        using var root = new BusyBoxRoot();
        EngineResult result = _engine.Run("param($Root) Invoke-ContainerCommand -RootPath $Root python3", root.Path);
        Expect(result.OnlyError(), "Command.NotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal(127, result.ExitCode);
    }

    [Fact]
    public void A_process_that_has_ended_meanwhile_cannot_be_joined()
    {
        using Process process = Process.Start("sleep", "100");
        process.Kill();
        process.WaitForExit();
        foreach (string target in new[] { $"{process.Id}", $"@{{ Network = {process.Id} }}" })
        {
            Expect(_engine.Run($"{Invoke} -JoinNamespace {target} -- true").OnlyError(), "Process.NotFound", ErrorCategory.ObjectNotFound);
        }

        Expect(
            _engine.Run($"{Invoke} -JoinNamespace /proc/{process.Id}/ns/net -- true").OnlyError(), "Namespace.NotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public void Another_system_than_Linux_is_refused_at_import()
    {
        Commands.ModuleInitializer.Require(isLinux: true);
        Assert.Contains("WSL", Assert.Throws<PlatformNotSupportedException>(static () => Commands.ModuleInitializer.Require(isLinux: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_containers_of_one_name_cannot_be()
    {
        string name = LaunchedContainer.NewName();
        using var first = LaunchedContainer.Idle(name);
        EngineResult result = _engine.Run("param($Name) New-NamespacedProcess -Name $Name", name);
        Expect(result.OnlyError(), "Container.NameInUse", ErrorCategory.ResourceExists, "NewNamespacedProcessCommand");
        Assert.Single(_engine.Run("param($Name) Get-Container -Name $Name", name).ThrowOnErrors().Output);
    }

    [Fact]
    public void A_container_that_has_ended_takes_no_command()
    {
        using var ended = LaunchedContainer.Run("true");
        Assert.True(SpinWait.SpinUntil(() => ended.Look().Status == ContainerStatus.Stopped, 10_000));
        EngineResult result = _engine.Run("param($Object) $Object | Invoke-ContainerCommand -- true; 'goes on'", ended.Look());
        Expect(Assert.Single(result.Errors), "Container.NotRunning", ErrorCategory.InvalidOperation);
        Assert.Equal(["goes on"], result.Lines);
        Expect(
            _engine.Run("param($Object) Invoke-ContainerCommand -JoinNamespace $Object -- true", ended.Look()).OnlyError(),
            "Container.NotRunning", ErrorCategory.InvalidOperation);
    }

    [Fact]
    public void A_refusal_says_what_helps()
    {
        Assert.Contains("Get-Container", _engine.Run($"{Invoke} -Name nosuchcontainer -- true").OnlyError().ToString(), StringComparison.Ordinal);
        Assert.Contains("standard input", _engine.Run($"{Invoke} -- true ('x' * 200KB)").OnlyError().ToString(), StringComparison.Ordinal);
    }
}
