using System.Globalization;
using System.Text;

namespace PSContainer.Tests.Images.Registry;

/// <summary>What a fake registry answers, truthfully or not.</summary>
internal sealed record FakeAnswer(int Status, byte[] Body)
{
    public FakeAnswer(int status, string body = "")
        : this(status, Encoding.UTF8.GetBytes(body))
    {
    }

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>How much of the body is sent before the connection is cut; all where it is null.</summary>
    public int? CutAfter { get; init; }

    /// <summary>How much of the body is sent before nothing more comes.</summary>
    public int? StallAfter { get; init; }

    /// <summary>Sends the body over and over, without a length, until the client has enough.</summary>
    public bool IsEndless { get; init; }

    /// <summary>Sends nothing until the registry ends.</summary>
    public bool Hangs { get; init; }

    public void Write(Stream stream, bool isHead, CancellationToken ending)
    {
        if (Hangs)
            ending.WaitHandle.WaitOne(TimeSpan.FromMinutes(10));
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} Status\r\n");
        if (!IsEndless)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        foreach ((string name, string value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        stream.Write(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        if (isHead)
            return;
        stream.Write(Body.AsSpan(0, CutAfter ?? StallAfter ?? Body.Length));
        if (StallAfter is not null)
            ending.WaitHandle.WaitOne(TimeSpan.FromMinutes(10));
        while (IsEndless && !ending.IsCancellationRequested)
            stream.Write(Body);
    }
}
