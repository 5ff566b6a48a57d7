using System.Buffers;
using System.Text;
using PSContainer.Events;
using PSContainer.State;
using PSContainer.Tests.State;

namespace PSContainer.Tests.Events;

public sealed class EventJournalTests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    public void Dispose() => _root.Dispose();

    private StateRoot Root => _root.Store.Root;

    [Fact]
    public void What_was_noted_is_read_in_order()
    {
        var state = new ContainerState("one") { Name = "web", ExitCode = 3, RestartCount = 2, Health = ContainerHealth.Unhealthy };
        ContainerEventType[] types = Enum.GetValues<ContainerEventType>();
        EventJournal.Append(Root, types, state);
        List<ContainerEvent> read = Read();
        Assert.Equal(types, read.Select(static happened => happened.Type));
        Assert.All(read, static happened => Assert.Equal(("one", "web"), (happened.Id, happened.Name)));
        Assert.Equal(3, Assert.Single(read, static happened => happened.ExitCode is not null).ExitCode);
        Assert.Equal(ContainerHealth.Unhealthy, Assert.Single(read, static happened => happened.Health is not null).Health);
        Assert.Equal(2, Assert.Single(read, static happened => happened.RestartCount is not null).RestartCount);
    }

    [Fact]
    public void It_stays_small_and_keeps_the_newest()
    {
        var state = new ContainerState("one");
        for (int i = 0; i < 20_000; i++)
        {
            state.ExitCode = i % 256;
            EventJournal.Append(Root, [ContainerEventType.Exited], state);
        }

        string[] files = Directory.GetFiles($"{Root.Path}/.events");
        Assert.Equal(4, files.Length);
        Assert.True(files.Sum(static file => new FileInfo(file).Length) <= (4 * 256 << 10) + 4096);
        List<ContainerEvent> read = Read();
        Assert.True(read.Count > 1000);
        Assert.Equal(19_999 % 256, read[^1].ExitCode);
    }

    [Fact]
    public async Task Many_writers_lose_and_mix_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                EventJournal.Append(Root, [ContainerEventType.Created], new ContainerState($"c{writer}-{i}"));
            }
        })));
        Assert.Equal(8 * 200, Read().Select(static happened => happened.Id).Distinct().Count());
    }

    [Fact]
    public void What_is_no_event_is_passed_over()
    {
        EventJournal.Append(Root, [ContainerEventType.Created], new ContainerState("one"));
        File.AppendAllText($"{Root.Path}/.events/1.log", "{}\nnonsense\n{\"type\":\"exploded\",\"id\":\"one\"}\n" + new string('[', 5000) + "\n");
        EventJournal.Append(Root, [ContainerEventType.Removed], new ContainerState("one"));
        Assert.Equal([ContainerEventType.Created, ContainerEventType.Removed], Read().Select(static happened => happened.Type));
    }

    [Fact]
    public void Half_a_line_is_no_event_yet()
    {
        var lines = new ArrayBufferWriter<byte>();
        EventText.Write(lines, new ContainerEvent(ContainerEventType.Created, DateTimeOffset.UtcNow, "one", "one"));
        for (int length = 0; length < lines.WrittenCount - 1; length++)
        {
            Assert.Null(EventText.TryRead(lines.WrittenSpan[..length]));
        }

        Assert.NotNull(EventText.TryRead(lines.WrittenSpan[..^1]));
        Assert.Equal((byte)'\n', lines.WrittenSpan[^1]);
    }

    [Fact]
    public void The_journal_is_no_container()
    {
        EventJournal.Append(Root, [ContainerEventType.Created], new ContainerState("one"));
        Assert.Empty(_root.Store.Enumerate());
    }

    private List<ContainerEvent> Read()
    {
        using var reader = new EventReader(Root, waits: false);
        return [.. reader.Read()];
    }
}
