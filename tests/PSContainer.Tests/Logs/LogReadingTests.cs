using System.Text;
using PSContainer.Logs;

namespace PSContainer.Tests.Logs;

/// <summary>Invariant 17: what is in a log's files is trusted with nothing.</summary>
public sealed class LogReadingTests : IDisposable
{
    private const string Time = "2026-11-28T03:00:00.123456789Z";

    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("2026-11-28T03:00:00Z stdout")]
    [InlineData("2026-11-28T03:00:00Z stdout F")]
    [InlineData("2026-99-28T03:00:00Z stdout F text")]
    [InlineData("2026-11-28T03:00:00Z elsewhere F text")]
    [InlineData("2026-11-28T03:00:00Z stdout X text")]
    [InlineData(" stdout F text")]
    [InlineData("2026-11-28T03:00:00.00000000000000000000000000000000000000000000000Z stdout F text")]
    public void What_is_no_record_is_passed_over_and_counted(string line)
    {
        File.WriteAllText($"{_folder.Path}/1.log", $"{Time} stdout F before\n{line}\n{Time} stdout F after\n");
        Assert.Equal(["before", "after"], _folder.Read(out int damaged).Select(static record => record.Text));
        Assert.Equal(1, damaged);
    }

    [Theory]
    [InlineData("2026-11-28T03:00:00Z", 0)]
    [InlineData("2026-11-28T03:00:00.5Z", 5_000_000)]
    [InlineData("2026-11-28T05:00:00.123456789+02:00", 1_234_567)]
    public void Times_of_other_programs_are_read_too(string time, int ticks)
    {
        Assert.True(LogTime.TryRead(Encoding.ASCII.GetBytes(time), out DateTime utc));
        Assert.Equal(new DateTime(2026, 11, 28, 3, 0, 0, DateTimeKind.Utc).AddTicks(ticks), utc);
    }

    [Fact]
    public void A_time_that_was_written_is_read_to_the_tick()
    {
        Span<byte> text = stackalloc byte[LogTime.Bytes];
        var random = new Random(3);
        for (int i = 0; i < 10_000; i++)
        {
            var time = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Utc);
            LogTime.Write(time, text);
            Assert.True(LogTime.TryRead(text, out DateTime read));
            Assert.Equal(time, read);
        }
    }

    [Fact]
    public void A_line_without_end_takes_no_memory_and_hides_nothing_after_it()
    {
        using (var file = new StreamWriter($"{_folder.Path}/1.log"))
        {
            file.Write($"{Time} stdout F before\n");
            for (int i = 0; i < 100; i++)
            {
                file.Write(new string('x', 100_000));
            }

            file.Write($"\n{Time} stdout F after\n");
        }

        Assert.Equal(["before", "after"], _folder.Read().Select(static record => record.Text));
    }

    [Fact]
    public void A_line_in_pieces_without_end_comes_in_bounded_records()
    {
        string piece = $"{Time} stdout P {new string('x', 1 << 16)}\n";
        using (var file = new StreamWriter($"{_folder.Path}/1.log"))
        {
            for (int i = 0; i < 300; i++)
            {
                file.Write(piece);
            }
        }

        List<ContainerLogRecord> records = _folder.Read();
        Assert.Equal(300L << 16, records.Sum(static record => (long)record.Bytes.Length));
        Assert.All(records, static record => Assert.InRange(record.Bytes.Length, 1, LogAssembler.MaxLine));
        Assert.All(records, static record => Assert.True(record.IsPartial));
    }

    [Fact]
    public void Neither_a_link_nor_a_fifo_nor_a_folder_keeps_it_from_the_rest()
    {
        string secret = $"{_folder.Path}/secret";
        File.WriteAllText(secret, $"{Time} stdout F secret\n");
        File.WriteAllText($"{_folder.Path}/1.log", $"{Time} stdout F one\n");
        File.CreateSymbolicLink($"{_folder.Path}/2.log", secret);
        Assert.Equal(0, Invariants.Outcome.Of("mkfifo", $"{_folder.Path}/3.log").ExitCode);
        Directory.CreateDirectory($"{_folder.Path}/4.log");
        File.WriteAllText($"{_folder.Path}/5.log", $"{Time} stdout F five\n");
        Assert.Equal(["one", "five"], _folder.Read().Select(static record => record.Text));
    }

    [Fact]
    public void Two_streams_in_pieces_do_not_mix()
    {
        File.WriteAllText(
            $"{_folder.Path}/1.log", $"{Time} stdout P a\n{Time} stderr P x\n{Time} stdout P b\n{Time} stderr F y\n{Time} stdout F c\n{Time} stdout P rest\n");
        Assert.Equal(["xy", "abc", "rest"], _folder.Read().Select(static record => record.Text));
    }

    [Fact]
    public void Anything_at_all_can_be_read()
    {
        var random = new Random(7);
        string[] words = [Time, " ", "stdout", "stderr", "P", "F", "\n", "\n", "text", ":", "\0", "é"];
        for (int round = 0; round < 300; round++)
        {
            var text = new StringBuilder();
            for (int i = random.Next(200); i > 0; i--)
            {
                text.Append(words[random.Next(words.Length)]);
            }

            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            for (int i = random.Next(5); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes($"{_folder.Path}/1.log", bytes);
            Assert.All(_folder.Read(), static record => Assert.NotNull(record.Text));
        }
    }
}
