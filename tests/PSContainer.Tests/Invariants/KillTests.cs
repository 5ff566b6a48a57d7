using System.Globalization;
using PSContainer.Containers;
using PSContainer.Oci;
using PSContainer.State;
using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>Invariant 16: SIGKILL to anyone at any moment leaves state that is told truly and can be cleared; and who holds the locks.</summary>
[Collection(WholeMachine.Collection)]
public sealed class KillTests
{
    private const int Rounds = 20;

    [Fact]
    [LeavesNothing]
    public void A_launcher_killed_at_any_moment_leaves_the_truth()
    {
        for (int i = 0; i < Rounds; i++)
        {
            using var bundle = new Bundle();
            bundle.SetCommand("sleep", "100");
            // As the module makes them: by that its cgroups are found even where it was killed before it could record them.
            string id = ContainerId.NewId();
            string script = """ "$@" & sleep $DELAY; kill -9 $!; wait $! 2>/dev/null; true """;
            double delay = Random.Shared.NextDouble() * 0.012;
            Outcome.Of("env", "DELAY=" + delay.ToString("0.0000", CultureInfo.InvariantCulture), "bash", "-c", script, "bash",
                bundle.Launcher, "--root", bundle.StateFolder, "run", "--bundle", bundle.Folder, id);
            AssertTrueAndClear(new StateStore(StateRoot.At(bundle.StateFolder)), id, bundle.Root, delay);
        }
    }

    [Fact]
    public void A_monitor_that_is_killed_leaves_no_container_without_an_owner()
    {
        using var engine = new PowerShellEngine();
        for (int i = 0; i < 10; i++)
        {
            using var container = LaunchedContainer.Run("sleep", "1000");
            ContainerState state = container.State;
            using (var monitor = System.Diagnostics.Process.GetProcessById(state.Monitor!.Value.Pid))
            {
                monitor.Kill();
            }

            SpinWait.SpinUntil(() => !IsRunning(state.Pid), TimeSpan.FromSeconds(60));
            Assert.False(IsRunning(state.Pid));
            Assert.Equal(ContainerStatus.Stopped, engine.Run("param($Id) Get-Container -Id $Id", container.Id).Only<Container>().Status);
            engine.Run("param($Id) Remove-Container -Id $Id -Force", container.Id).ThrowOnErrors();
            Assert.False(container.Exists);
        }
    }

    [Fact]
    public void A_session_killed_at_any_moment_leaves_what_can_be_cleared()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes namespaces without a user namespace");
        using var engine = new PowerShellEngine();
        for (int i = 0; i < 3; i++)
        {
            string name = LaunchedContainer.NewName();
            using EngineProcess session = EngineProcess.Start($"'ready'; while ($true) {{ Invoke-ContainerCommand -- true; $c = New-NamespacedProcess -Name {name} -- sleep 100; $c | Remove-Container -Force }}");
            session.WaitForOutput("ready");
            Thread.Sleep(200 + Random.Shared.Next(100));
            session.Kill();
            // A launch in flight goes on to its end.
            Thread.Sleep(200);
            EngineResult seen = engine.Run("param($Name) Get-Container -Name \"$Name*\" | ForEach-Object { \"$($_.Status)\"; $_ | Remove-Container -Force }", name);
            seen.ThrowOnErrors();
            Assert.Empty(engine.Run("param($Name) Get-Container | Where-Object Name -eq $Name", name).Output);
            Assert.All(seen.Lines, static status => Assert.Contains(status, (string[])["Running", "Stopped"]));
        }
    }

    [Fact]
    public void Neither_a_containers_process_nor_an_idle_init_keeps_the_lock_of_its_state()
    {
        Rights.NeedRoot("looks at the descriptors of a process that is not dumpable");
        using (var idle = LaunchedContainer.Idle())
        {
            AssertNoLock(idle.State.Pid);
        }

        using var bundle = new Bundle();
        bundle.SetCommand("sleep", "100");
        string created = Bundle.NewId(), started = bundle.RunDetached("sleep", "100");
        Assert.Equal(0, bundle.Call("create", "--bundle", bundle.Folder, created).ExitCode);
        var store = new StateStore(StateRoot.At(bundle.StateFolder));
        foreach (string id in (string[])[created, started])
        {
            AssertNoLock(bundle.ProcessOf(id));
            Assert.False(store.IsOwnerAlive(id), "nobody watches it, and still it has an owner");
        }
    }

    [Fact]
    public void What_others_have_noted_of_a_container_meanwhile_is_kept()
    {
        using var root = new State.TemporaryRoot();
        using ContainerFolder folder = root.Store.Reserve("one");
        folder.WriteOrUpdate(new ContainerState("one"), static state => Assert.Fail("there was none to update"));
        root.Store.Update("one", static state => state.StopSignal = 15);
        folder.WriteOrUpdate(new ContainerState("one"), static state => state.Status = ContainerStatus.Running);
        ContainerState read = root.Store.Read("one").Require();
        Assert.Equal((15, ContainerStatus.Running), (read.StopSignal, read.Status));
    }

    private static void AssertTrueAndClear(StateStore store, string id, string root, double delay)
    {
        // The kernel takes a moment to end who dies with the launcher: until then the container runs, and that is what is said of it.
        int[] left = [];
        ContainerStatus? status = null;
        bool Settled() => (left = Inside(root)).Length == 0 && (status = Look(store, id)?.Status) is null or ContainerStatus.Stopped;
        bool settled = SpinWait.SpinUntil(Settled, TimeSpan.FromSeconds(60));
        Assert.True(left.Length == 0, $"Processes {string.Join(", ", left)} live on after {delay} s.");
        Assert.True(settled, $"It says {status} (killed after {delay} s).");
        if (Look(store, id) is { } container)
        {
            using var cancel = new Client.CancelSignal();
            ContainerRemover.Remove(container, force: true, cancel);
            Assert.Equal(StateProblem.NotFound, store.Read(id).Problem);
        }
    }

    private static Container? Look(StateStore store, string id) =>
        store.Read(id) is { Problem: not StateProblem.NotFound } reading ? new Container(store, reading.StateOrBroken()) : null;

    // Processes whose root or program is the container's; a zombie has none.
    private static int[] Inside(string root) =>
    [
        .. from folder in Directory.GetDirectories("/proc")
           let name = Path.GetFileName(folder)
           where int.TryParse(name, CultureInfo.InvariantCulture, out _)
           let command = Read($"{folder}/cmdline")
           where command == "sleep\0100\0" && (Read($"{folder}/mountinfo")?.Contains(root, StringComparison.Ordinal) == true)
           select int.Parse(name, CultureInfo.InvariantCulture),
    ];

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void AssertNoLock(int pid) => Assert.DoesNotContain(
        Directory.GetFileSystemEntries($"/proc/{pid}/fd"),
        static descriptor => new FileInfo(descriptor).LinkTarget?.EndsWith("/lock", StringComparison.Ordinal) == true);

    private static bool IsRunning(int pid) =>
        Read($"/proc/{pid}/stat") is { } stat && stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
}
