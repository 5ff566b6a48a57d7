using System.Text.Json;

namespace PSContainer.Tests.Engine;

/// <summary>What tests/Pester/Invoke-Suite.ps1 writes down.</summary>
internal sealed record PesterReport(int Passed, int Failed, int Skipped, IReadOnlyList<(string Name, string Message)> Failures)
{
    public static PesterReport Read(string file)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement root = json.RootElement;
        return new PesterReport(
            root.GetProperty("passed").GetInt32(),
            root.GetProperty("failed").GetInt32(),
            root.GetProperty("skipped").GetInt32(),
            [.. root.GetProperty("failures").EnumerateArray().Select(f => (f.GetProperty("name").GetString()!, f.GetProperty("message").GetString()!))]);
    }

    public override string ToString() =>
        $"Pester: {Passed} passed, {Failed} failed, {Skipped} skipped"
        + string.Concat(Failures.Select(f => $"\n  {f.Name}\n      {f.Message.Replace("\n", "\n      ", StringComparison.Ordinal)}"));
}
