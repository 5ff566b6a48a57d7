using System.Buffers;
using System.Text;
using System.Text.Json;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class ContainerStateJsonTests
{
    [Fact]
    public void All_that_is_written_is_read_back()
    {
        ContainerState written = Full();
        ContainerState read = Read(written.Id, Write(written)).Require();
        Assert.Equivalent(written, read, strict: true);
        Assert.Equal(TimeSpan.Zero, read.CreatedAt!.Value.Offset);
    }

    [Fact]
    public void What_is_not_known_stays_unknown()
    {
        ContainerState read = Read("a", Write(new ContainerState("a"))).Require();
        Assert.Equivalent(new ContainerState("a"), read, strict: true);
        Assert.Null(read.ExitCode);
        Assert.Equal(0, read.Pid);
    }

    [Fact]
    public void The_document_is_a_state_of_the_OCI_runtime_specification()
    {
        using JsonDocument json = JsonDocument.Parse(Write(Full()));
        JsonElement state = json.RootElement;
        Assert.Equal("1.2.1", state.GetProperty("ociVersion").GetString());
        Assert.Equal("running", state.GetProperty("status").GetString());
        Assert.Equal(42, state.GetProperty("pid").GetInt32());
        Assert.Equal("/bundle", state.GetProperty("bundle").GetString());
        Assert.Equal("v", state.GetProperty("annotations").GetProperty("k").GetString());
        Assert.Equal("2026-01-31T11:00:00.1234567Z", state.GetProperty("pscontainer").GetProperty("createdAt").GetString());
    }

    [Fact]
    public void Every_beginning_of_a_document_is_malformed()
    {
        byte[] whole = Write(Full());
        for (int length = 0; length < whole.Length; length++)
        {
            StateReading reading = Read("web", whole.AsSpan(0, length));
            Assert.Equal(StateProblem.Malformed, reading.Problem);
            Assert.NotNull(reading.Reason);
        }
    }

    [Fact]
    public void Any_byte_may_be_wrong()
    {
        byte[] whole = Write(Full());
        for (int i = 0; i < whole.Length; i++)
        {
            foreach (byte wrong in (ReadOnlySpan<byte>)[0, (byte)'"', (byte)'{', (byte)'\\', 0xFF, (byte)'9'])
            {
                byte[] changed = [.. whole];
                changed[i] = wrong;
                StateReading reading = Read("web", changed);
                Assert.True(reading.State is not null ^ reading.Problem is StateProblem.Malformed or StateProblem.Foreign);
            }
        }
    }

    [Theory]
    [InlineData("""{"id":"web","init_process_pid":7,"config":{"rootfs":"/"}}""", StateProblem.Foreign)]
    [InlineData("""{"id":"web","status":"running"}""", StateProblem.Foreign)]
    [InlineData("""{"id":"other","status":"running","pscontainer":{}}""", StateProblem.Foreign)]
    [InlineData("""{"status":"running","pscontainer":{}}""", StateProblem.Foreign)]
    [InlineData("""{"id":"web","pscontainer":{}}""", StateProblem.Foreign)]
    [InlineData("""{"id":"web","status":"asleep","pscontainer":{}}""", StateProblem.Malformed)]
    [InlineData("""{"id":"web","status":"running","pscontainer":[]}""", StateProblem.Malformed)]
    [InlineData("""{"id":"web","status":"running","pscontainer":{"name":"../x"}}""", StateProblem.Malformed)]
    [InlineData("""{"id":"web","status":"running","pscontainer":{"exitCode":256}}""", StateProblem.Malformed)]
    [InlineData("""{"id":"web","status":"running","pscontainer":{"stopSignal":0}}""", StateProblem.Malformed)]
    [InlineData("""{"id":"web","status":"running","pscontainer":{"process":{"pid":7}}}""", StateProblem.Malformed)]
    [InlineData("""{"id":"web","status":"running","pscontainer":{"process":{"pid":-1,"startTime":1}}}""", StateProblem.Malformed)]
    [InlineData("""{"id":"web","status":"running","pscontainer":{"process":{"pid":1,"startTime":1,"bootId":"x"}}}""", StateProblem.Malformed)]
    [InlineData("""{"id":"web","status":"running","pscontainer":{"createdAt":"yesterday"}}""", StateProblem.Malformed)]
    [InlineData("""{"id":"web","status":"running","pscontainer":{}} {}""", StateProblem.Malformed)]
    [InlineData("[]", StateProblem.Malformed)]
    [InlineData("7", StateProblem.Malformed)]
    public void What_is_no_state_of_this_container_is_told_apart(string json, object problem)
    {
        StateReading reading = Read("web", Encoding.UTF8.GetBytes(json));
        Assert.Equal(problem, reading.Problem);
        Assert.Null(reading.State);
        Assert.Equal(ContainerStatus.Stopped, reading.StateOrBroken().Status);
        Assert.Contains("state.json", reading.StateOrBroken().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_of_a_later_version_are_passed_over()
    {
        const string json = """{"new":[1],"id":"web","status":"created","pscontainer":{"later":{"a":[{}]},"name":"n","process":{"pid":1,"startTime":2,"x":3}}}""";
        ContainerState state = Read("web", Encoding.UTF8.GetBytes(json)).Require();
        Assert.Equal(("n", 1), (state.Name, state.Pid));
    }

    [Fact]
    public void Text_that_is_no_Unicode_or_has_a_NUL_does_not_spoil_the_state()
    {
        var state = new ContainerState("a")
        {
            Labels = new Dictionary<string, string> { ["k\0\uD800"] = "v\0\uDC00" },
            Command = ["\uD800", "a\0b"],
            Error = "\0",
        };
        ContainerState read = Read("a", Write(state)).Require();
        Assert.Equal("\uFFFD", read.Error);
        Assert.Equal(["\uFFFD", "a\uFFFDb"], read.Command);
        Assert.Equal("v\uFFFD\uFFFD", read.Labels["k\uFFFD\uFFFD"]);
    }

    [Fact]
    public void A_long_command_is_recorded_in_part()
    {
        string argument = new('x', 60 << 10);
        var state = new ContainerState("a") { Command = [argument, argument, argument, "end"] };
        byte[] json = Write(state);
        Assert.True(json.Length < 140 << 10);
        Assert.Equal([argument, argument, "…"], Read("a", json).Require().Command);
    }

    [Fact]
    public void The_OCI_state_of_a_stopped_container_has_no_process()
    {
        ContainerState state = Full();
        OciState running = state.ToOci(ContainerStatus.Paused);
        Assert.Equal(("web", 42, OciStatus.Paused, "/bundle"), (running.Id, running.Pid, running.Status, running.Bundle));
        OciState stopped = state.ToOci(ContainerStatus.Stopped);
        Assert.Equal((null, OciStatus.Stopped), (stopped.Pid, stopped.Status));
    }

    [Fact]
    public void Both_enumerations_of_the_status_agree_but_for_what_is_never_recorded()
    {
        Assert.Equal([.. Enum.GetNames<OciStatus>(), nameof(ContainerStatus.Restarting)], Enum.GetNames<ContainerStatus>());
        Assert.Equal("stopped", ContainerStatus.Restarting.Word());
    }

    internal static ContainerState Full() => new("web")
    {
        Status = ContainerStatus.Running,
        Process = new ProcessIdentity(42, 4711, Guid.NewGuid()),
        Bundle = "/bundle",
        Annotations = new Dictionary<string, string> { ["k"] = "v" },
        Name = "front",
        Labels = new Dictionary<string, string> { ["org/äöü"] = "\u001b[0m \"quoted\" \\ \U0001F600", [""] = "" },
        Command = ["sh", "-c", "a && b > 'c'\n"],
        HostName = "box",
        RootPath = "/srv/ro ot",
        CreatedAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(1)).AddTicks(1234567).ToUniversalTime(),
        StartedAt = DateTimeOffset.UnixEpoch,
        ExitedAt = DateTimeOffset.MaxValue.ToUniversalTime(),
        ExitCode = 143,
        Signal = 15,
        OomKilled = true,
        Monitor = new ProcessIdentity(43, ulong.MaxValue, Guid.Empty),
        CgroupPaths = ["/sys/fs/cgroup/a", "/sys/fs/cgroup/b"],
        Detached = true,
        StopSignal = 15,
        Error = "It failed.",
    };

    private static byte[] Write(ContainerState state)
    {
        var output = new ArrayBufferWriter<byte>();
        ContainerStateWriter.Write(output, state);
        return output.WrittenSpan.ToArray();
    }

    private static StateReading Read(string id, ReadOnlySpan<byte> json) => ContainerStateReader.Read(id, json);
}
