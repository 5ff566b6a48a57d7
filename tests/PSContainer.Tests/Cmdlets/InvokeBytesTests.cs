using System.Globalization;
using System.Management.Automation;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Commands that are joined by their bytes, and output as bytes.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class InvokeBytesTests : IDisposable
{
    private const string EveryByte = "Invoke-ContainerCommand -Mount \"${Folder}:/mnt:ro\" -- cat /mnt/bytes";

    private readonly PowerShellEngine _engine = new() { Patience = TimeSpan.FromMinutes(5) };
    private readonly string _folder = Directory.CreateTempSubdirectory("bytes-").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Between_two_containers_bytes_stay_what_they_are()
    {
        byte[] bytes = WriteBytes(3_000_000);
        EngineResult result = _engine.Run(
            "param($Folder) " + EveryByte + " | Invoke-ContainerCommand -- cat | Invoke-ContainerCommand -Mount \"${Folder}:/mnt\" -Writable -- sh -c 'cat >/mnt/copy; echo done'",
            _folder).ThrowOnErrors();
        Assert.Equal(["done"], result.Lines);
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(_folder, "copy")));
    }

    [Fact]
    public void To_a_container_that_runs_too()
    {
        using LaunchedContainer container = LaunchedContainer.Idle();
        WriteBytes(1000);
        Assert.Equal(
            ["1000"],
            _engine.Run($"param($Folder) {EveryByte} | Invoke-ContainerCommand -Name {container.Name} -- wc -c", _folder).ThrowOnErrors().Lines);
    }

    [Fact]
    public void A_native_command_gets_them_as_they_are()
    {
        WriteBytes(256);
        string text = string.Concat(_engine.Run("param($Folder) function Out-String { process { $_ } } " + EveryByte + " | od -An -v -tx1", _folder).ThrowOnErrors().Lines);
        Assert.Equal(string.Concat(Enumerable.Range(0, 256).Select(static n => $" {n:x2}")), text);
    }

    [Fact]
    public void AsByteStream_gives_them_to_anyone()
    {
        byte[] bytes = WriteBytes(200_000);
        EngineResult result = _engine.Run("param($Folder) " + EveryByte.Replace("-Mount", "-AsByteStream -Mount", StringComparison.Ordinal), _folder).ThrowOnErrors();
        Assert.Equal(bytes, result.Output.SelectMany(static piece => (byte[])piece!.BaseObject));
    }

    [Fact]
    public void A_job_keeps_bytes() => Assert.Equal(
        ["Byte[]", "3"],
        _engine.Run("$job = Invoke-ContainerCommand -AsJob -AsByteStream -- printf abc; $null = Wait-Job $job; $bytes = $job.Output[0]; $bytes.GetType().Name; $bytes.Length; Remove-Job $job").ThrowOnErrors().Lines);

    [Fact]
    public void What_keeps_the_objects_gets_lines() => Assert.Equal(
        ["b", "a"],
        _engine.Run("Invoke-ContainerCommand -OutVariable kept -- printf 'a\\nb\\n' | Invoke-ContainerCommand -- tac; $kept[0]").ThrowOnErrors().Lines.Where(static (_, i) => i != 1));

    [Theory]
    [InlineData("Invoke-ContainerCommand -- yes | Invoke-ContainerCommand -- head -n 1")]
    [InlineData("Invoke-ContainerCommand -- sh -c 'echo y; sleep 1000' | Invoke-ContainerCommand -- head -n 1")]
    [InlineData("Invoke-ContainerCommand -- yes | Invoke-ContainerCommand -- cat | Invoke-ContainerCommand -- head -n 1")]
    [InlineData("& { while ($true) { 'y' } } | Invoke-ContainerCommand -- head -n 1")]
    public void One_that_ends_early_ends_those_before_it(string script) =>
        Assert.Equal(["y", "0"], _engine.Run(script + "; $LASTEXITCODE").ThrowOnErrors().Lines);

    [Fact]
    public void What_the_last_one_writes_is_seen_while_the_first_is_silent()
    {
        using RunningScript running = _engine.Start(
            "Invoke-ContainerCommand -- sh -c 'echo first; sleep 1000' | Invoke-ContainerCommand -- cat | Invoke-ContainerCommand -- sh -c 'sleep 0.2; cat'");
        running.WaitForOutput("first");
        Assert.True(running.IsRunning);
        running.Stop();
        Assert.True(running.Wait().Stopped);
    }

    [Fact]
    public void The_exit_code_is_the_last_ones() => Assert.Equal(
        ["7"], _engine.Run("Invoke-ContainerCommand -- sh -c 'echo a; exit 3' | Invoke-ContainerCommand -- sh -c 'cat >/dev/null; exit 7'; $LASTEXITCODE").ThrowOnErrors().Lines);

    [Fact]
    public void One_that_cannot_start_ends_those_before_it()
    {
        EngineResult result = _engine.Run("Invoke-ContainerCommand -- yes | Invoke-ContainerCommand -- no-such-command");
        Assert.StartsWith("Command.NotFound", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gigabyte_passes_in_constant_memory()
    {
        EngineProcessResult result = EngineProcess.Run(
            "$before = [GC]::GetTotalAllocatedBytes(); Invoke-ContainerCommand -- head -c 1000000000 /dev/zero | Invoke-ContainerCommand -- wc -c; [GC]::GetTotalAllocatedBytes() - $before").ThrowOnErrors();
        Assert.Equal("1000000000", result.Lines[0]);
        Assert.InRange(long.Parse(result.Lines[1], CultureInfo.InvariantCulture), 1, 256 << 20);
    }

    [Theory]
    [InlineData("Invoke-ContainerCommand -AsByteStream { 1 }")]
    [InlineData("Invoke-ContainerCommand -AsByteStream -Interactive -- sh")]
    public void What_has_no_bytes_is_refused(string script) =>
        Assert.StartsWith("Command.NoBytes", _engine.Run(script).OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);

    private byte[] WriteBytes(int count)
    {
        byte[] bytes = [.. Enumerable.Range(0, count).Select(static n => (byte)(n + (n >> 8)))];
        File.WriteAllBytes(Path.Combine(_folder, "bytes"), bytes);
        return bytes;
    }
}
