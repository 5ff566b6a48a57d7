using System.Text;
using PSContainer.Logs;

namespace PSContainer.Tests.Logs;

public sealed class LogWriterTests : IDisposable
{
    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_come_back_with_their_streams_and_times()
    {
        using (LogWriter log = _folder.Writer())
        {
            log.Write(ContainerLogSource.Output, "one\ntwo\n"u8);
            log.Write(ContainerLogSource.Error, "three\n"u8);
        }

        List<ContainerLogRecord> records = _folder.Read();
        Assert.Equal(["one", "two", "three"], records.Select(static record => record.Text));
        Assert.Equal([ContainerLogSource.Output, ContainerLogSource.Output, ContainerLogSource.Error], records.Select(static record => record.Stream));
        Assert.All(records, static record => Assert.InRange(record.Time, DateTime.Now.AddMinutes(-1), DateTime.Now));
    }

    [Fact]
    public void The_format_is_that_of_the_container_runtime_interface()
    {
        using (LogWriter log = _folder.Writer())
        {
            log.Write(ContainerLogSource.Output, "whole\npart"u8);
        }

        string[] lines = File.ReadAllLines($"{_folder.Path}/1.log");
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z stdout F whole$", lines[0]);
        Assert.EndsWith(" stdout P part", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_byte_comes_back()
    {
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        bytes.AsSpan().Replace((byte)'\n', (byte)'\r');
        using (LogWriter log = _folder.Writer())
        {
            log.Write(ContainerLogSource.Output, bytes);
            log.Write(ContainerLogSource.Output, "\n"u8);
        }

        ContainerLogRecord record = Assert.Single(_folder.Read());
        Assert.Equal(bytes, record.Bytes);
        Assert.False(record.IsPartial);
    }

    [Fact]
    public void A_line_of_10_MB_is_one_record_whatever_files_it_spans()
    {
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 10 << 20));
        using (LogWriter log = _folder.Writer(files: 20))
        {
            for (int i = 0; i < line.Length; i += 256 << 10)
            {
                log.Write(ContainerLogSource.Output, line.AsSpan(i, 256 << 10));
            }

            log.Write(ContainerLogSource.Output, "\nnext\n"u8);
        }

        List<ContainerLogRecord> records = _folder.Read();
        Assert.Equal([10 << 20, 4], records.Select(static record => record.Bytes.Length));
        Assert.True(_folder.Files.Length > 10);
    }

    [Fact]
    public void No_file_is_larger_and_no_more_are_kept_than_is_said()
    {
        using (LogWriter log = _folder.Writer(size: 128 << 10, files: 3))
        {
            for (int i = 0; i < 20_000; i++)
            {
                log.Write(ContainerLogSource.Output, Encoding.ASCII.GetBytes($"{i} {new string('x', i % 100)}\n"));
            }
        }

        Assert.Equal(3, _folder.Files.Length);
        Assert.All(Directory.GetFiles(_folder.Path), static file => Assert.InRange(new FileInfo(file).Length, 1, 128 << 10));
        int[] numbers = [.. _folder.Read().Select(static record => int.Parse(record.Text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Length), numbers);
        Assert.Equal(19_999, numbers[^1]);
    }

    [Fact]
    public void An_end_of_a_stream_ends_its_line()
    {
        using (LogWriter log = _folder.Writer())
        {
            log.Write(ContainerLogSource.Output, "no end"u8);
            log.End(ContainerLogSource.Output);
            log.End(ContainerLogSource.Error);
            log.Write(ContainerLogSource.Output, "next run\n"u8);
        }

        Assert.Equal(["no end", "next run"], _folder.Read().Select(static record => record.Text));
    }

    [Fact]
    public void The_next_writer_goes_on_where_the_last_one_ended()
    {
        for (int i = 0; i < 3; i++)
        {
            using LogWriter log = _folder.Writer();
            log.Write(ContainerLogSource.Output, Encoding.ASCII.GetBytes($"run {i}\n"));
        }

        Assert.Equal(["run 0", "run 1", "run 2"], _folder.Read().Select(static record => record.Text));
        Assert.Equal(["1.log"], _folder.Files);
    }

    [Fact]
    public void Half_a_record_of_a_writer_that_was_killed_spoils_no_other()
    {
        using (LogWriter log = _folder.Writer())
        {
            log.Write(ContainerLogSource.Output, "one\n"u8);
        }

        File.AppendAllText($"{_folder.Path}/1.log", "2026-11-28T03:0");
        using (LogWriter log = _folder.Writer())
        {
            log.Write(ContainerLogSource.Output, "two\n"u8);
        }

        Assert.Equal(["one", "two"], _folder.Read().Select(static record => record.Text));
    }

    [Fact]
    public void A_link_in_the_place_of_the_next_file_is_not_followed()
    {
        string target = $"{_folder.Path}/target";
        File.WriteAllText(target, "mine");
        File.CreateSymbolicLink($"{_folder.Path}/2.log", target);
        using (LogWriter log = _folder.Writer(size: 128 << 10))
        {
            for (int i = 0; i < 3; i++)
            {
                log.Write(ContainerLogSource.Output, new byte[120 << 10]);
            }
        }

        Assert.Equal("mine", File.ReadAllText(target));
        Assert.Contains("3.log", _folder.Files);
    }

    [Fact]
    public void A_file_that_was_removed_under_it_is_no_failure()
    {
        using LogWriter log = _folder.Writer(size: 128 << 10);
        log.Write(ContainerLogSource.Output, "gone\n"u8);
        File.Delete($"{_folder.Path}/1.log");
        log.Write(ContainerLogSource.Output, new byte[120 << 10]);
        log.Write(ContainerLogSource.Output, "\nthere\n"u8);
        log.Write(ContainerLogSource.Output, new byte[120 << 10]);
        Assert.Equal(["2.log"], _folder.Files);
    }

    [Fact]
    public void A_full_disk_loses_output_and_says_how_much()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: mounts a small file system");
        using SmallDisk disk = SmallDisk.Mount(_folder.Path, "600k");
        using (LogWriter log = _folder.Writer(size: 4 << 20, files: 1))
        {
            log.Write(ContainerLogSource.Output, "first\n"u8);
            for (int i = 0; i < 20; i++)
            {
                log.Write(ContainerLogSource.Output, Encoding.ASCII.GetBytes(new string((char)('a' + i), 60_000) + "\n"));
            }

            disk.Grow("8m");
            log.Write(ContainerLogSource.Output, "last\n"u8);
        }

        List<ContainerLogRecord> records = _folder.Read(out int damaged);
        Assert.Equal(0, damaged);
        Assert.Equal(("first", "last"), (records[0].Text, records[^1].Text));
        ContainerLogRecord remark = Assert.Single(records, static record => record.Stream == ContainerLogSource.Monitor);
        Assert.Matches(@"^\d+ bytes of records could not be written: No space left on device", remark.Text);
    }

    [Fact]
    public void On_a_full_disk_what_is_old_makes_room()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: mounts a small file system");
        using SmallDisk disk = SmallDisk.Mount(_folder.Path, "600k");
        using (LogWriter log = _folder.Writer(size: 128 << 10, files: 100))
        {
            for (int i = 0; i < 30; i++)
            {
                log.Write(ContainerLogSource.Output, Encoding.ASCII.GetBytes($"{i} {new string('x', 60_000)}\n"));
            }
        }

        List<ContainerLogRecord> records = _folder.Read();
        Assert.StartsWith("29 ", records[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(records, static record => record.Stream == ContainerLogSource.Monitor);
    }
}
