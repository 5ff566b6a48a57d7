using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code; 128 + the signal for one that a signal ended, as shells count.</param>
/// <param name="Signal">The signal that ended it, or 0.</param>
/// <param name="OomKilled">Whether the kernel killed a process of the container for want of memory.</param>
/// <param name="MemoryLimit">The container's memory limit then, in bytes; null for none.</param>
internal readonly record struct ExitResult(int Code, int Signal, bool OomKilled, long? MemoryLimit = null)
{
    private const int SignalBase = 128;

    /// <summary>The result of a process that ended by itself.</summary>
    public static ExitResult FromCode(int code) => new(code, 0, false);

    /// <summary>The result of a process that a signal ended.</summary>
    public static ExitResult FromSignal(int signal) => new(SignalBase + signal, signal, false);

    public static ExitResult Read(ref JsonCursor json)
    {
        int code = 0, signal = 0;
        bool oom = false;
        long? limit = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("code"u8): code = json.Int32(); break;
                case var _ when name.SequenceEqual("signal"u8): signal = json.Int32(); break;
                case var _ when name.SequenceEqual("oomKilled"u8): oom = json.Boolean(); break;
                case var _ when name.SequenceEqual("memoryLimit"u8): limit = json.Int64(); break;
                default: json.Skip(); break;
            }
        }

        return new ExitResult(code, signal, oom, limit);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("code"u8, Code);
        json.WriteNumber("signal"u8, Signal);
        json.WriteBoolean("oomKilled"u8, OomKilled);
        if (MemoryLimit is { } limit)
        {
            json.WriteNumber("memoryLimit"u8, limit);
        }
    }
}
