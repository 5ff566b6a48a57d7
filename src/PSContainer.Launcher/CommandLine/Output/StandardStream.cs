using System.Buffers;
using System.Text;
using System.Text.Json;
using PSContainer.Json;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>Writes to stdout, stderr and files without the runtime's consoles, which would take longer to start than most commands.</summary>
internal static unsafe class StandardStream
{
    public static void Write(int file, string text) => Write(file, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes all of it. A reader that is gone wants no more.</summary>
    public static void Write(int file, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint written;
            fixed (byte* start = bytes)
            {
                written = (nint)(long)write(file, start, bytes.Length);
            }

            if (written < 0 && errno != EINTR)
            {
                return;
            }

            bytes = bytes[(int)Math.Max(written, 0)..];
        }
    }

    /// <summary>Prints a text to stdout.</summary>
    public static void Print(string text) => Write(STDOUT_FILENO, text);

    /// <summary>Prints one JSON document to stdout, and a line feed.</summary>
    public static void PrintJson(Action<Utf8JsonWriter> write, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Options(indented)))
        {
            write(json);
        }

        buffer.Write("\n"u8);
        Write(STDOUT_FILENO, buffer.WrittenSpan);
    }
}
