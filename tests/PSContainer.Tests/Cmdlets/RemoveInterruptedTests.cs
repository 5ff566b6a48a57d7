using System.Buffers;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using PSContainer.Client;
using PSContainer.Containers;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Whoever makes or watches a container is killed at any moment: what is left is told truly, and can be removed.</summary>
[Collection(WholeMachine.Collection)]
public sealed class RemoveInterruptedTests : IDisposable
{
    private const int Rounds = 60;
    private const int LongestLaunchMicroseconds = 12_000;

    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [LeavesNothing]
    [InlineData(false)]
    [InlineData(true)]
    public void A_launch_that_is_killed_at_any_moment_can_be_cleared(bool cgroup)
    {
        for (int i = 0; i < Rounds; i++)
        {
            LaunchRequest request = Launch(cgroup, TimeSpan.FromMicroseconds(LongestLaunchMicroseconds * i / Rounds));
            Container left = _engine.Run("param($Id) Get-Container -Id $Id", request.Id).Only<Container>();
            // It may be dying still: the kernel has been told, and is about to do it.
            Assert.True(SpinWait.SpinUntil(() => IsToldToBeStopped(left), TimeSpan.FromSeconds(5)), $"It is told to be {left.Status}.");
            _engine.Run("param($Id) Remove-Container -Id $Id -Force", request.Id).ThrowOnErrors();
            Assert.False(Directory.Exists($"{request.StateRoot}/{request.Id}"));
        }
    }

    private static bool IsToldToBeStopped(Container container)
    {
        container.Refresh();
        return container.Status == ContainerStatus.Stopped;
    }

    private static LaunchRequest Launch(bool cgroup, TimeSpan delay)
    {
        var options = new LaunchedContainer.Options { Init = InitMode.Idle, Cgroup = cgroup };
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes namespaces without a user namespace");
        LaunchRequest request = options.ToRequest();
        var document = new ArrayBufferWriter<byte>();
        RuntimeSpecWriter.Write(options.ToSpec(), document);
        using SafeFileHandle nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        int descriptor = (int)nothing.DangerousGetHandle();
        using var launcher = LauncherProcess.Start(
            LauncherImage.Get(BuildPaths.Launcher), new StandardDescriptors(descriptor, descriptor, descriptor),
            new LauncherRequest { Launch = request }, document.WrittenSpan);
        Kill(request, delay);
        return request;
    }

    private static void Kill(LaunchRequest request, TimeSpan delay)
    {
        var store = new StateStore(StateRoot.At(request.StateRoot));
        ContainerFolder? folder = null;
        SpinWait.SpinUntil(() => (folder = store.TryOpen(request.Id)) is not null, 5000);
        using (folder)
        {
            ProcessHandle? monitor = null;
            SpinWait.SpinUntil(() => (monitor = LockHolder.TryOpen(folder!)) is not null, 5000);
            using (monitor)
            {
                long end = Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency);
                SpinWait.SpinUntil(() => Stopwatch.GetTimestamp() >= end);
                monitor!.Send(9);
            }
        }
    }
}
