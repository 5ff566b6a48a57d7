using System.Text;

namespace PSContainer.Remoting;

/// <summary>Takes the engine's messages, line by line.</summary>
internal sealed class MessageWriter(Action<byte[]> send) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => send(Encoding.UTF8.GetBytes(value + "\n"));
}
