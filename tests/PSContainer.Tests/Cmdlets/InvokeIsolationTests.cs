using System.Globalization;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>What a container is: row by row of the table that begins the README, and more.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class InvokeIsolationTests : IDisposable
{
    private static readonly string[] s_files = ["pid", "net", "mnt", "ipc", "uts", "user", "cgroup", "time"];

    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void The_host_name_is_its_own_and_by_default_the_short_id()
    {
        string before = File.ReadAllText("/proc/sys/kernel/hostname");
        Assert.Equal("web", Text("Invoke-ContainerCommand -Hostname web hostname"));
        Assert.Matches("^[0-9a-f]{12}$", Text("Invoke-ContainerCommand hostname"));
        Assert.Equal("changed", Text("Invoke-ContainerCommand -Capability SYS_ADMIN -SeccompProfile Unconfined -- sh -c 'hostname changed; hostname'"));
        Assert.Equal("example.org", Text("Invoke-ContainerCommand -DomainName example.org -- cat /proc/sys/kernel/domainname"));
        Assert.Equal(before, File.ReadAllText("/proc/sys/kernel/hostname"));
    }

    [Fact]
    public void The_command_is_process_1_and_sees_what_is_inside_only()
    {
        Assert.Equal("1", Text("Invoke-ContainerCommand -- sh -c 'echo $$'"));
        Assert.Equal(["sh", "ps"], Lines("Invoke-ContainerCommand -- sh -c 'ps -e -o comm='"));
    }

    [Fact]
    public void The_hosts_mounts_are_unchanged_whatever_is_mounted_inside()
    {
        string before = File.ReadAllText("/proc/self/mountinfo");
        Lines("Invoke-ContainerCommand -Capability SYS_ADMIN -SeccompProfile Unconfined -- sh -c 'mount -t tmpfs none /tmp; mount -t tmpfs none /run; mount'");
        Assert.Equal(before, File.ReadAllText("/proc/self/mountinfo"));
    }

    [Theory]
    [InlineData("Pid", "pid")]
    [InlineData("Mount", "mnt")]
    [InlineData("Uts", "uts")]
    [InlineData("Ipc", "ipc")]
    [InlineData("Network", "net")]
    [InlineData("User", "user")]
    [InlineData("Cgroup", "cgroup")]
    [InlineData("Time", "time")]
    [InlineData("Pid, Mount, Uts", "pid mnt uts")]
    [InlineData("Pid, Mount, Uts, Ipc, Network, User, Cgroup, Time", "pid net mnt ipc uts user cgroup time")]
    [InlineData("@()", "")]
    [InlineData(null, "pid mnt uts ipc net cgroup")]
    public void Exactly_the_namespaces_that_are_asked_for_are_its_own(string? kinds, string files)
    {
        string parameter = kinds is null ? "" : $"-Namespace {kinds}";
        IReadOnlyList<string> inside = Lines($"Invoke-ContainerCommand {parameter} -- sh -c 'for n in {string.Join(' ', s_files)}; do readlink /proc/self/ns/$n; done'");
        string[] own = [.. s_files.Where((file, i) => inside[i] != new FileInfo($"/proc/self/ns/{file}").LinkTarget)];
        // Who is not root has one for users with any.
        files = Environment.IsPrivilegedProcess || files.Contains("user", StringComparison.Ordinal) ? files : files + " user";
        Assert.Equal(files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), own.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Loopback_is_up_and_nothing_else_is_there()
    {
        IReadOnlyList<string> lines = Lines("Invoke-ContainerCommand -- sh -c 'ls /sys/class/net; cat /sys/class/net/lo/flags'");
        Assert.Equal("lo", lines[0]);
        Assert.Equal(1, Convert.ToInt32(lines[^1], 16) & 1);
        Assert.Contains("127.0.0.1", Text("Invoke-ContainerCommand -- cat /proc/net/fib_trie"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Namespace User, Pid, Mount", "0 OWN 1")]
    [InlineData("-UidMap 0:100000:65536 -GidMap 0:100000:65536", "0 100000 65536")]
    [InlineData("-UidMap 0:1000:10, 10:5000:20 -GidMap 0:1000:30", "0 1000 10 10 5000 20")]
    public void Users_are_mapped_as_asked_and_the_caller_is_root_by_default(string parameters, string map)
    {
        if (parameters.Contains("Map", StringComparison.Ordinal))
        {
            Rights.NeedRoot("maps ids that no user may");
        }

        map = map.Replace("OWN", Outcome.Of("id", "-u").Output.Trim(), StringComparison.Ordinal);
        string text = Text($"Invoke-ContainerCommand {parameters} -- sh -c 'id -u; cat /proc/self/uid_map'");
        Assert.Equal("0 " + map, string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void A_mapped_root_is_nobody_to_the_hosts_files()
    {
        EngineResult result = _engine.Run("Invoke-ContainerCommand -Writable -UidMap 0:100000:65536 -GidMap 0:100000:65536 -- touch /etc/nothing");
        Assert.Equal(1, result.ExitCode);
        Assert.False(File.Exists("/etc/nothing"));
    }

    [Fact]
    public void Clocks_are_shifted_in_whole_and_parts_of_seconds()
    {
        Assert.Equal(
            "monotonic -2 500000000 boottime 86400 0",
            string.Join(' ', Text("Invoke-ContainerCommand -BootTimeOffset 86400 -MonotonicOffset -1.5 -- cat /proc/self/timens_offsets")
                .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        double inside = double.Parse(Text("Invoke-ContainerCommand -BootTimeOffset 1.00:00:00 -- cat /proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        double outside = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(inside - outside, 86400 - 60, 86400 + 1);
    }

    [Theory]
    [InlineData("$Object")]
    [InlineData("$Object.Name")]
    [InlineData("$Object.ShortId")]
    [InlineData("$Object.ProcessId")]
    [InlineData("\"/proc/$($Object.ProcessId)/ns/uts\"")]
    [InlineData("@{ Uts = $Object }")]
    [InlineData("@{ Uts = $Object.ProcessId; Network = $Object }")]
    [InlineData("@{ Uts = \"/proc/$($Object.ProcessId)/ns/uts\" }")]
    public void Namespaces_are_joined_by_container_name_id_process_or_path(string target)
    {
        using var idle = LaunchedContainer.Start(new() { Init = InitMode.Idle, Namespaces = [NamespaceKind.Pid, NamespaceKind.Uts, NamespaceKind.Network] });
        Assert.Equal("launched", _engine.Run($"param($Object) Invoke-ContainerCommand -JoinNamespace {target} hostname", idle.Look()).ThrowOnErrors().Text);
    }

    [Fact]
    public void A_joined_container_shares_its_processes_and_loopback()
    {
        EngineResult result = _engine.Run(
            """
            $c = New-NamespacedProcess -Hostname shared
            try { Invoke-ContainerCommand -JoinNamespace $c -- sh -c 'hostname; readlink /proc/self/ns/net; ps -e -o pid= | head -n 1' ; "net:[$($c.Namespaces['Network'])]" }
            finally { $c | Remove-Container -Force }
            """).ThrowOnErrors();
        Assert.Equal("shared", result.Lines[0]);
        Assert.Equal(result.Lines[3], result.Lines[1]);
        Assert.Equal("1", result.Lines[2].Trim());
    }

    [Fact]
    public void A_memory_limit_ends_what_uses_more()
    {
        Rights.NeedCgroups();
        EngineResult result = _engine.Run(@"Invoke-ContainerCommand -Memory 32MB -- sh -c 'x=$(head -c 200000000 /dev/zero | tr ""\0"" x); echo ${#x}'");
        Assert.StartsWith("Command.OomKilled,", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(137, result.ExitCode);
        Assert.Equal("ok", Text("Invoke-ContainerCommand -Memory 64MB echo ok"));
    }

    [Fact]
    public void A_processes_limit_refuses_one_more()
    {
        Rights.NeedCgroups();
        EngineResult result = _engine.Run("Invoke-ContainerCommand -PidsLimit 4 -- sh -c 'for i in 1 2 3 4 5 6; do sleep 1 & done; wait'");
        Assert.Contains(result.Errors, static error => error.ToString().Contains("fork", StringComparison.OrdinalIgnoreCase));
        Assert.NotEqual(0, result.ExitCode);
    }

    [Fact]
    public void A_processor_limit_slows_what_wants_more()
    {
        Rights.NeedCgroups();
        IReadOnlyList<string> lines = Lines(
            "Invoke-ContainerCommand -Cpu 0.1 -- sh -c 'cat /proc/uptime; i=0; while [ $i -lt 250000 ]; do i=$((i+1)); done; cat /proc/uptime; cat /proc/$$/stat'");
        double elapsed = Seconds(lines[1]) - Seconds(lines[0]);
        string[] times = lines[2].Split(' ');
        double used = (double.Parse(times[13], CultureInfo.InvariantCulture) + double.Parse(times[14], CultureInfo.InvariantCulture)) / 100;
        Assert.True(used < 0.3 * elapsed + 0.1, $"{used} s of processor time in {elapsed} s.");
    }

    [Fact]
    public void Mounts_are_bound_read_only_where_asked_and_memory_elsewhere()
    {
        string folder = Directory.CreateTempSubdirectory("mount-").FullName;
        try
        {
            File.WriteAllText($"{folder}/file", "content\n");
            EngineResult result = _engine.Run(
                "param($Folder) Invoke-ContainerCommand -Mount \"${Folder}:/mnt\", \"${Folder}:/srv:ro\", 'type=tmpfs,target=/opt,size=1m' -- sh -c 'cat /srv/file; touch /mnt/new; touch /srv/no; echo $?; touch /opt/x; stat -f -c %T /opt; df -k /opt | tail -n 1'",
                folder);
            Assert.Equal(["content", "1", "tmpfs"], result.Lines.Take(3));
            Assert.Matches(@"\b1024\b", result.Lines[3]);
            Assert.Equal(["file", "new"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_root_of_its_own_is_all_there_is()
    {
        using var root = new BusyBoxRoot();
        EngineResult result = _engine.Run("param($Root) Invoke-ContainerCommand -RootPath $Root -- sh -c 'ls /; ls /..; pwd; cat /proc/1/root/etc/passwd'", root.Path).ThrowOnErrors();
        string[] listing = ["bin", "dev", "etc", "mnt", "proc", "sys", "tmp"];
        Assert.Equal([.. listing, .. listing, "/", "root:x:0:0::/root:/bin/sh", "web:x:33:44::/:/bin/sh"], result.Lines);
    }

    [Fact]
    public void A_root_of_its_own_is_written_to_unless_it_is_read_only()
    {
        using var root = new BusyBoxRoot();
        _engine.Run("param($Root) Invoke-ContainerCommand -RootPath $Root touch /made", root.Path).ThrowOnErrors();
        Assert.True(File.Exists($"{root}/made"));
        Assert.Equal(1, _engine.Run("param($Root) Invoke-ContainerCommand -RootPath $Root -ReadOnly touch /not-made", root.Path).ExitCode);
        Assert.False(File.Exists($"{root}/not-made"));
    }

    [Fact]
    public void The_hosts_root_is_read_only_with_private_places_to_write()
    {
        EngineResult result = _engine.Run(
            "Invoke-ContainerCommand -- sh -c 'for f in /etc /usr /var/tmp /root; do touch $f/nothing && echo $f; done; for f in /tmp /dev /dev/shm /run; do touch $f/private || echo $f; done; ls /tmp /run'");
        Assert.Equal(["/run:", "private", "", "/tmp:", "private"], result.Lines);
        Assert.Equal(4, result.Errors.Count);
        Assert.All(["/tmp/private", "/dev/private", "/dev/shm/private", "/run/private"], static path => Assert.False(File.Exists(path)));
    }

    [Fact]
    public void The_hosts_root_is_written_through_to_where_asked()
    {
        string file = $"/var/tmp/written-{Guid.NewGuid():N}";
        try
        {
            _engine.Run($"Invoke-ContainerCommand -Writable touch {file}").ThrowOnErrors();
            Assert.True(File.Exists(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Capabilities_are_Podmans_and_none_can_be_gained()
    {
        Rights.NeedUsers();
        string[] status = [.. Lines("Invoke-ContainerCommand -- grep -E '^(Cap|NoNewPrivs)' /proc/self/status").Select(static line => line.Split('\t')[1])];
        Assert.Equal(["0000000000000000", "00000000800405fb", "00000000800405fb", "00000000800405fb", "0000000000000000", "1"], status);
        Assert.Equal("0000000000000400", Text("Invoke-ContainerCommand -DropCapability ALL -Capability NET_BIND_SERVICE -- sh -c 'grep CapEff /proc/self/status | cut -f 2'"));
        Assert.Equal("0000000000000000", Text("Invoke-ContainerCommand -User nobody -- sh -c 'grep CapPrm /proc/self/status | cut -f 2'"));
    }

    [Fact]
    public void What_tells_of_the_machine_is_masked_and_what_sets_it_is_read_only()
    {
        Assert.Equal("0", Text("Invoke-ContainerCommand -- sh -c 'cat /proc/kcore /proc/keys /proc/timer_list 2>/dev/null | wc -c'").Trim());
        Assert.Equal("0", Text("Invoke-ContainerCommand -- sh -c 'ls /sys/firmware | wc -l'"));
        EngineResult result = _engine.Run("Invoke-ContainerCommand -- sh -c 'echo 1 >/proc/sys/kernel/panic; echo 0 >/proc/irq/default_smp_affinity'");
        Assert.Equal(2, result.Errors.Count(static error => error.ToString().Contains("Read-only", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_descriptor_but_the_three_is_open() =>
        Assert.Equal(["0", "1", "2", "3"], Lines("Invoke-ContainerCommand -- ls /proc/self/fd"));

    private IReadOnlyList<string> Lines(string script) => _engine.Run(script).ThrowOnErrors().Lines;

    private string Text(string script) => string.Join('\n', Lines(script));

    private static double Seconds(string uptime) => double.Parse(uptime.Split(' ')[0], CultureInfo.InvariantCulture);
}
