using System.Text.Json.Nodes;
using PSContainer.Cgroups;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Conformance;

/// <summary>Cgroups through systemd, where it runs.</summary>
public sealed class SystemdTests : IDisposable
{
    private readonly ConformanceBundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Fact]
    public void Without_systemd_it_is_refused_with_the_reason()
    {
        Assert.SkipWhen(SystemdTarget.IsBooted, "systemd runs here");
        _bundle.SetCommand("true");
        foreach (string option in (string[])["--systemd-cgroup", "--cgroup-manager=systemd"])
        {
            Outcome outcome = _bundle.Call(option, "run", "--bundle", _bundle.Folder, "one");
            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains("Cgroups cannot be made through systemd: it does not run here", outcome.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_path_of_another_form_is_refused()
    {
        SkipUnlessRunning();
        _bundle.Linux["cgroupsPath"] = "/a/b";
        _bundle.SetCommand("true");
        Outcome outcome = _bundle.Call("--systemd-cgroup", "run", "--bundle", _bundle.Folder, "one");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_is_a_scope_of_systemd_from_its_start_to_its_end()
    {
        SkipUnlessRunning();
        string name = $"{Guid.NewGuid():N}";
        _bundle.Linux["cgroupsPath"] = $":psctest:{name}";
        _bundle.Linux["resources"] = new JsonObject { ["pids"] = new JsonObject { ["limit"] = 77 } };
        _bundle.SetCommand("sleep", "1000");
        _bundle.Must("--systemd-cgroup", "run", "--detach", "--bundle", _bundle.Folder, name);
        try
        {
            string group = CgroupHost.Read(_bundle.ProcessOf(name)).Unified!.OwnDirectory!;
            Assert.EndsWith($".slice/psctest-{name}.scope", group, StringComparison.Ordinal);
            Assert.Equal("77", File.ReadAllText($"{group}/pids.max").Trim());
            _bundle.Must("update", "--pids-limit", "55", name);
            Assert.Equal("55", File.ReadAllText($"{group}/pids.max").Trim());
            _bundle.Must("delete", "--force", name);
            Assert.False(Directory.Exists(group));
        }
        finally
        {
            _bundle.Call("delete", "--force", name);
        }
    }

    private static void SkipUnlessRunning()
    {
        Assert.SkipUnless(SystemdTarget.IsBooted, "systemd does not run here");
        Assert.SkipUnless(CgroupHost.Read().Mode == CgroupMode.Unified, "cgroups are not of version 2 alone here");
    }
}
