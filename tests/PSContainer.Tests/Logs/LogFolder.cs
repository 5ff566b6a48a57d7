using PSContainer.Logs;
using PSContainer.State;

namespace PSContainer.Tests.Logs;

/// <summary>A folder for a log, and what is in it.</summary>
internal sealed class LogFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("log-").FullName;

    public string[] Files => [.. Directory.GetFiles(Path).Select(System.IO.Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    public DirectoryHandle Open()
    {
        Assert.Equal(0, DirectoryHandle.TryOpen(Path, followLink: false, out DirectoryHandle? folder));
        return folder!;
    }

    public LogWriter Writer(long size = 1 << 20, int files = 3) => new(Open(), size, files);

    public List<ContainerLogRecord> Read() => Read(out _);

    public List<ContainerLogRecord> Read(out int damaged)
    {
        using DirectoryHandle folder = Open();
        using var lines = new LogLines(folder);
        var assembler = new LogAssembler("test");
        var records = new List<ContainerLogRecord>();
        damaged = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (!LogLine.TryRead(line, out LogLine record, out ReadOnlySpan<byte> text))
            {
                damaged++;
            }
            else if (assembler.Add(record, text) is { } whole)
            {
                records.Add(whole);
            }
        }

        records.AddRange(Enum.GetValues<ContainerLogSource>().Select(assembler.Rest).OfType<ContainerLogRecord>());
        return records;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
