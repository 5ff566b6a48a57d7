using System.Globalization;
using PSContainer.Errors;
using PSContainer.Signals;

namespace PSContainer.Images;

/// <summary>What a user says of the process of a root file system that is imported; null where nothing is said.</summary>
internal sealed class ImportConfiguration
{
    public string[]? Command { get; init; }

    public string[]? Entrypoint { get; init; }

    public Dictionary<string, string>? Environment { get; init; }

    public string? WorkingDirectory { get; init; }

    public string? User { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public string[]? Volumes { get; init; }

    public string[]? ExposedPorts { get; init; }

    public string? StopSignal { get; init; }

    /// <summary>Whether nothing is said at all.</summary>
    public bool IsEmpty => (Command ?? Entrypoint ?? Volumes ?? ExposedPorts) is null && (WorkingDirectory ?? User ?? StopSignal) is null
        && (Environment ?? Labels) is null;

    /// <summary>Sets it.</summary>
    /// <exception cref="ContainerException"><c>Image.Configuration.InvalidParameter</c>.</exception>
    public void Apply(ImageConfiguration image)
    {
        Check();
        image.Command = Command;
        image.Entrypoint = Entrypoint;
        image.Environment = [.. (Environment ?? []).Select(static pair => $"{pair.Key}={pair.Value}")];
        image.WorkingDirectory = WorkingDirectory ?? "";
        image.User = User ?? "";
        image.Labels = Labels ?? [];
        image.Volumes = Volumes ?? [];
        image.ExposedPorts = ExposedPorts ?? [];
        image.StopSignal = StopSignal;
    }

    /// <summary>Refuses what no container could be made of.</summary>
    public void Check()
    {
        foreach (string name in Environment?.Keys ?? Enumerable.Empty<string>())
            Require(name.Length > 0 && !name.Contains('=', StringComparison.Ordinal), "Environment", name, "a variable's name, without '='");
        Require(WorkingDirectory is null or ['/', ..], "WorkingDirectory", WorkingDirectory, "an absolute path in the image");
        foreach (string volume in Volumes ?? [])
            Require(volume is ['/', ..], "Volume", volume, "an absolute path in the image");
        foreach (string port in ExposedPorts ?? [])
            Require(IsPort(port), "ExposedPort", port, "a port such as 80, 80/tcp or 53/udp");
        foreach (string text in Texts())
            Require(!text.Contains('\0', StringComparison.Ordinal), "Command", text, "text without a NUL character");
        if (StopSignal is not null)
            _ = SignalName.Parse(StopSignal);
    }

    private IEnumerable<string> Texts() =>
        [.. Command ?? [], .. Entrypoint ?? [], .. Environment?.Values ?? Enumerable.Empty<string>(), WorkingDirectory ?? "", User ?? ""];

    private static bool IsPort(string text) => text.Split('/') is [var number, .. var protocol]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue
        && protocol is [] or ["tcp" or "udp" or "sctp"];

    private static void Require(bool holds, string parameter, string? value, string expected)
    {
        if (!holds)
        {
            throw new ContainerException(
                "Image.Configuration.InvalidParameter", ErrorKind.InvalidArgument, $"-{parameter}: '{ImageErrors.Show(value)}' is not {expected}.", value);
        }
    }
}
