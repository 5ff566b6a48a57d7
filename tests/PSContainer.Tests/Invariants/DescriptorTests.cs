using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>Invariants 2 and 3: no descriptor leaks in, and nothing outside the root is reached through one (CVE-2024-21626).</summary>
public sealed class DescriptorTests
{
    private const int Highest = 20;
    private const string Leaks = "exec 3</ 4</etc 5</usr 6</proc 7</sys 8</dev 9</run; ";

    [Fact]
    public void A_command_has_the_standard_descriptors_only_however_many_the_caller_leaks()
    {
        using var bundle = new Bundle();
        bundle.SetCommand("attacks", "descriptors");
        Assert.Equal("0 1 2 \n", Leaking(bundle, "run", "--bundle", bundle.Folder, Bundle.NewId()).Output);
        string id = bundle.RunDetached("sleep", "100");
        Assert.Equal("0 1 2 \n", Leaking(bundle, "exec", id, "attacks", "descriptors").Output);
    }

    [Fact]
    public void A_container_that_waits_to_be_started_holds_nothing_of_the_host()
    {
        Rights.NeedRoot("looks at the descriptors of a process that is not dumpable");
        using var bundle = new Bundle();
        bundle.SetCommand("attacks", "descriptors");
        string id = Bundle.NewId();
        Outcome created = Leaking(bundle, "create", "--bundle", bundle.Folder, id);
        Assert.True(created.ExitCode == 0, created.ToString());
        string[] held = Directory.GetFileSystemEntries($"/proc/{bundle.ProcessOf(id)}/fd");
        Assert.DoesNotContain(held, static descriptor => Directory.Exists(descriptor));
        // Its standard ones, the socket that it waits on and the signals, and the launcher's own file to become an init with.
        Assert.Equal(6, held.Length);
    }

    [Fact]
    public void Cmdlets_pass_on_none_of_the_sessions_descriptors()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes namespaces without a user namespace");
        var options = new EngineProcessOptions { Prefix = ["sh", "-c", Leaks + "exec \"$@\"", "sh"] };
        EngineProcessResult result = EngineProcess.Run(
            """
            Invoke-ContainerCommand -- sh -c 'ls -C /proc/$$/fd; exit'
            $c = New-NamespacedProcess
            try {
                $c | Invoke-ContainerCommand -- sh -c 'ls -C /proc/$$/fd; exit'
                [IO.Directory]::GetFileSystemEntries("/proc/$($c.ProcessId)/fd").Count
            } finally { $c | Remove-Container -Force }
            """,
            options).ThrowOnErrors();
        // Without a pipe, whose ends the shell would still have open for a moment, and with more to do, so that ls is a process beside it.
        // A shell may keep one of its own, above those of any user: 10 in dash, 255 in bash.
        Assert.Equal(["0 1 2", "0 1 2", "3"], result.Lines.Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(["10", "255"]))));
    }

    [Fact]
    public void A_working_directory_outside_the_root_is_refused_whichever_descriptor_leads_there()
    {
        using var bundle = new Bundle();
        File.WriteAllText($"{bundle.Folder}/secret", "secret");
        string id = bundle.RunDetached("sleep", "100");
        for (int i = 0; i < Highest; i++)
        {
            File.Delete($"{bundle.Root}/link");
            File.CreateSymbolicLink($"{bundle.Root}/link", $"/proc/self/fd/{i}");
            foreach (string directory in (string[])[$"/proc/self/fd/{i}", $"/proc/self/fd/{i}/..", "/link", $"/proc/thread-self/fd/{i}"])
            {
                bundle.Process["cwd"] = directory;
                AssertInside(bundle.Run("sh", "-c", "pwd; cat ../../../../../etc/machine-id ../secret"), directory);
                AssertInside(Leaking(bundle, "exec", "--cwd", directory, id, "sh", "-c", "pwd; cat ../../../../../etc/machine-id ../secret"), directory);
            }
        }
    }

    [Fact]
    public void No_command_of_the_hosts_is_reached_through_a_descriptor_of_the_launcher()
    {
        using var bundle = new Bundle();
        // As busybox is called, it obeys its first argument.
        Directory.CreateDirectory($"{bundle.Folder}/outside");
        File.Copy($"{bundle.Root}/bin/busybox", $"{bundle.Folder}/outside/busybox");
        string id = bundle.RunDetached("sleep", "100");
        for (int i = 3; i < Highest; i++)
        {
            foreach (string way in (string[])[$"/proc/self/fd/{i}", $"/proc/self/fd/{i}/..", string.Concat($"/proc/self/fd/{i}", string.Concat(Enumerable.Repeat("/..", 9)))])
            {
                string command = $"{way}{bundle.Folder}/outside/busybox", near = $"{way}/outside/busybox";
                Assert.NotEqual("OUTSIDE\n", bundle.Run(command, "echo", "OUTSIDE").Output);
                Assert.NotEqual("OUTSIDE\n", bundle.Run(near, "echo", "OUTSIDE").Output);
                Assert.NotEqual("OUTSIDE\n", Leaking(bundle, "exec", id, command, "echo", "OUTSIDE").Output);
                Assert.NotEqual("OUTSIDE\n", Leaking(bundle, "exec", "--env", $"PATH={way}{bundle.Folder}/outside", id, "busybox", "echo", "OUTSIDE").Output);
            }
        }
    }

    // Either it is refused, or it is a folder of the container (its own /proc/self/fd/0 may lead to one).
    private static void AssertInside(Outcome outcome, string directory)
    {
        Assert.True(outcome.ExitCode != 0, $"{directory}: {outcome}");
        Assert.DoesNotContain("secret\n", outcome.Output, StringComparison.Ordinal);
        Assert.True(outcome.Output.Length == 0 || outcome.Output[0] == '/', $"{directory}: {outcome}");
        Assert.DoesNotContain("unreachable", outcome.Output, StringComparison.Ordinal);
    }

    private static Outcome Leaking(Bundle bundle, params string[] arguments) =>
        Outcome.Of("sh", ["-c", Leaks + "exec \"$@\"", "sh", bundle.Launcher, "--root", bundle.StateFolder, .. arguments]);
}
