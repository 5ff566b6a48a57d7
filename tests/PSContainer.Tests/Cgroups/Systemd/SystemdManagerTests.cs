using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

/// <summary>What the manager is asked, and what becomes of its answers.</summary>
public sealed class SystemdManagerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_scope_is_started_and_its_job_waited_for(bool isHasty)
    {
        using var fake = new FakeManager { IsHasty = isHasty };
        Start(fake, "a.scope");

        Assert.Equal(["StartTransientUnit a.scope"], fake.Calls);
        DBusMessage call = fake.Last["StartTransientUnit"];
        Assert.Equal(("ssa(sv)a(sa(sv))", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", null), (call.Signature, call.Path, call.Interface, call.Destination));
        var reader = new DBusReader(call.Body);
        _ = reader.Text();
        Assert.Equal("fail", reader.Text());
        reader.ArrayLength(8);
        Assert.Equal(("Slice", "s", "x.slice"), (reader.Text(), reader.Signature(), reader.Text()));
        Assert.Equal(0, reader.ArrayLength(8));
    }

    [Fact]
    public void On_a_bus_it_says_hello_first_and_asks_for_the_signal()
    {
        using var fake = new FakeManager("bus");
        Start(fake, "a.scope");

        Assert.Equal(
            ["Hello", "AddMatch type='signal',interface='org.freedesktop.systemd1.Manager',member='JobRemoved'", "StartTransientUnit a.scope"], fake.Calls);
        Assert.Equal("org.freedesktop.systemd1", fake.Last["StartTransientUnit"].Destination);
    }

    [Fact]
    public void A_job_that_fails_is_an_error()
    {
        using var fake = new FakeManager { Result = "timeout" };
        ContainerException e = Assert.Throws<ContainerException>(() => Start(fake, "a.scope"));

        Assert.Equal("systemd could not start the unit 'a.scope': the result of its job is 'timeout'.", e.Message);
    }

    [Fact]
    public void The_name_of_a_unit_that_failed_is_taken_back()
    {
        using var fake = new FakeManager();
        fake.Errors["StartTransientUnit"] = new(["org.freedesktop.systemd1.UnitExists"]);
        Start(fake, "a.scope");

        Assert.Equal(["StartTransientUnit a.scope", "ResetFailedUnit a.scope", "StartTransientUnit a.scope"], fake.Calls);
    }

    [Fact]
    public void A_unit_that_is_there_is_an_error()
    {
        using var fake = new FakeManager();
        fake.Errors["StartTransientUnit"] = new(["org.freedesktop.systemd1.UnitExists", "org.freedesktop.systemd1.UnitExists"]);
        ContainerException e = Assert.Throws<ContainerException>(() => Start(fake, "a.scope"));

        Assert.Equal("Cgroup.Systemd.UnitExists", e.ErrorId);
        Assert.Equal("systemd could not start the unit 'a.scope': No such luck.", e.Message);
    }

    [Fact]
    public void Limits_are_told_for_as_long_as_the_unit_is_there()
    {
        using var fake = new FakeManager();
        new SystemdScope(fake.Path, "a.scope").Set(new LinuxResources { Pids = new LinuxPids { Limit = 9 } }, null);

        var reader = new DBusReader(fake.Last["SetUnitProperties"].Body);
        Assert.Equal(("a.scope", 1u), (reader.Text(), reader.UInt32()));
        reader.ArrayLength(8);
        Assert.Equal(("TasksMax", "t", 9ul), (reader.Text(), reader.Signature(), reader.UInt64()));
    }

    [Fact]
    public void Limits_that_systemd_does_not_know_are_not_told()
    {
        using var fake = new FakeManager();
        new SystemdScope(fake.Path, "a.scope").Set(new LinuxResources { Cpu = new LinuxCpu { Burst = 1 } }, null);

        Assert.Empty(fake.Calls);
    }

    [Fact]
    public void A_unit_is_stopped_until_its_name_is_free()
    {
        using var fake = new FakeManager();
        fake.Errors["GetUnit"] = new(["", "", "", "org.freedesktop.systemd1.NoSuchUnit"]);
        new SystemdScope(fake.Path, "a.scope").Stop();

        Assert.Equal(
            [
                "StopUnit a.scope", "GetUnit a.scope", "ResetFailedUnit a.scope", "GetUnit a.scope", "GetUnit a.scope", "ResetFailedUnit a.scope",
                "GetUnit a.scope",
            ],
            fake.Calls);
    }

    [Fact]
    public void A_unit_or_a_systemd_that_is_gone_needs_no_stop()
    {
        using (var fake = new FakeManager())
        {
            fake.Errors["StopUnit"] = new(["org.freedesktop.systemd1.NoSuchUnit"]);
            new SystemdScope(fake.Path, "a.scope").Stop();
            Assert.Equal(["StopUnit a.scope"], fake.Calls);
        }

        new SystemdScope("/nowhere/private", "a.scope").Stop();
    }

    [Fact]
    public void Whom_it_turns_away_is_told_so()
    {
        using var fake = new FakeManager { Rejects = true };
        ContainerException e = Assert.Throws<ContainerException>(() => SystemdManager.Connect(fake.Path));

        Assert.Equal(("Cgroup.Systemd.Refused", ErrorKind.PermissionDenied), (e.ErrorId, e.Kind));
    }

    [Fact]
    public void The_unit_is_kept_with_the_state()
    {
        string[] lines = ["unified:/sys/fs/cgroup/a.slice/a.scope", "scope:/run/systemd/private/a.scope"];
        using Cgroup cgroup = Cgroup.Open(lines);

        Assert.Equal(new SystemdScope("/run/systemd/private", "a.scope"), cgroup.Scope);
        Assert.Equal(lines, cgroup.ToState());
        Assert.Throws<ContainerException>(() => Cgroup.Open(["scope:a.scope"]));
        Assert.Throws<ContainerException>(() => Cgroup.Open(["scope:/a/../b.scope"]));
    }

    [Fact]
    public void Its_socket_is_found_before_that_of_a_bus()
    {
        string folder = Directory.CreateTempSubdirectory("sockets-").FullName;
        try
        {
            List<string> places = SystemdTarget.OfUser(folder + "/", $"unix:abstract=x;unix:path={folder}/a%20b,guid=1");
            Assert.Equal([$"{folder}/systemd/private", $"{folder}/a b", $"{folder}/bus"], places);
            Assert.Equal("Cgroup.Systemd.NoManager", Assert.Throws<ContainerException>(() => SystemdTarget.Find(places)).ErrorId);
            File.WriteAllText($"{folder}/bus", "");
            Assert.Equal($"{folder}/bus", SystemdTarget.Find(places));
            Assert.Equal([], SystemdTarget.OfUser(null, null));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Start(FakeManager fake, string unit)
    {
        using SystemdManager manager = SystemdManager.Connect(fake.Path);
        manager.Start(unit, [UnitProperty.Text("Slice", "x.slice")]);
    }
}
