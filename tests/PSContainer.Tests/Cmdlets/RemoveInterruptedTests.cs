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
            var delay = TimeSpan.FromMicroseconds(LongestLaunchMicroseconds * i / Rounds);
            LaunchRequest request = Launch(cgroup, (request, _) => Kill(request, delay));
            Container left = _engine.Run("param($Id) Get-Container -Id $Id", request.Id).Only<Container>();
            // It may be dying still: the kernel has been told, and is about to do it.
            Assert.True(SpinWait.SpinUntil(() => IsToldToBeStopped(left), TimeSpan.FromSeconds(60)), $"It is told to be {left.Status}.");
            _engine.Run("param($Id) Remove-Container -Id $Id -Force", request.Id).ThrowOnErrors();
            Assert.False(Directory.Exists($"{request.StateRoot}/{request.Id}"));
        }
    }

    [Theory]
    [LeavesNothing]
    [InlineData("Remove-Container -Id $Id -Force")]
    [InlineData("Stop-Container -Id $Id -Force; Remove-Container -Id $Id -Force")]
    [InlineData("Get-Container -Id $Id | Stop-Container; Remove-Container -Id $Id -Force")]
    public void A_launch_that_is_under_way_can_be_removed(string script)
    {
        for (int i = 0; i < Rounds; i++)
        {
            var delay = TimeSpan.FromMicroseconds(LongestLaunchMicroseconds * i / Rounds);
            LaunchRequest request = Launch(cgroup: i % 2 == 0, (request, launcher) =>
            {
                AwaitFolder(request).Dispose();
                Pause(delay);
                _engine.Run($"param($Id) {script}", request.Id).ThrowOnErrors();
                while (launcher.Receive() is { Kind: LauncherMessageKind.Created })
                {
                }
            });
            Assert.False(Directory.Exists($"{request.StateRoot}/{request.Id}"));
        }
    }

    private static bool IsToldToBeStopped(Container container)
    {
        container.Refresh();
        return container.Status == ContainerStatus.Stopped;
    }

    private static LaunchRequest Launch(bool cgroup, Action<LaunchRequest, LauncherProcess> meanwhile)
    {
        var options = new LaunchedContainer.Options { Init = InitMode.Idle, Cgroup = cgroup };
        LaunchRequest request = options.ToRequest();
        var document = new ArrayBufferWriter<byte>();
        RuntimeSpecWriter.Write(options.ToSpec(), document);
        using SafeFileHandle nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        int descriptor = (int)nothing.DangerousGetHandle();
        using var launcher = LauncherProcess.Start(
            LauncherImage.Get(BuildPaths.Launcher), new StandardDescriptors(descriptor, descriptor, descriptor),
            new LauncherRequest { Launch = request }, document.WrittenSpan);
        meanwhile(request, launcher);
        return request;
    }

    private static void Kill(LaunchRequest request, TimeSpan delay)
    {
        using ContainerFolder folder = AwaitFolder(request);
        ProcessHandle? monitor = null;
        SpinWait.SpinUntil(() => (monitor = LockHolder.TryOpen(folder)) is not null, 60_000);
        using (monitor)
        {
            Pause(delay);
            monitor!.Send(9);
        }
    }

    private static ContainerFolder AwaitFolder(LaunchRequest request)
    {
        var store = new StateStore(StateRoot.At(request.StateRoot));
        ContainerFolder? folder = null;
        SpinWait.SpinUntil(() => (folder = store.TryOpen(request.Id)) is not null, 60_000);
        return folder!;
    }

    private static void Pause(TimeSpan delay)
    {
        var clock = Stopwatch.StartNew();
        SpinWait.SpinUntil(() => clock.Elapsed >= delay);
    }
}
