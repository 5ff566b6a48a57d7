using System.Text;

namespace PSContainer.Tests.Engine;

/// <summary>Collects what the engine writes to its console, from whichever thread.</summary>
internal sealed class HostText : TextWriter
{
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (gate)
        {
            text.Append(value);
        }
    }

    public override void Write(string? value)
    {
        lock (gate)
        {
            text.Append(value);
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    /// <summary>All text since the last call.</summary>
    public string Take()
    {
        lock (gate)
        {
            string taken = text.ToString();
            text.Clear();
            return taken;
        }
    }
}
