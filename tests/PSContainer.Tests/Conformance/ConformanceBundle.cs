using System.Text.Json.Nodes;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Conformance;

/// <summary>A bundle whose specification is changed property by property, and what a command inside then sees.</summary>
internal sealed class ConformanceBundle : IDisposable
{
    private readonly Bundle _bundle = new();

    public string Folder => _bundle.Folder;

    public string Root => _bundle.Root;

    public JsonArray Mounts => _bundle.Mounts;

    public JsonObject Spec => _bundle.Spec;

    public JsonObject Process => _bundle.Process;

    public JsonObject Linux => _bundle.Spec["linux"]!.AsObject();

    public JsonArray Namespaces => Linux["namespaces"]!.AsArray();

    /// <summary>JSON in a test's own words.</summary>
    public static JsonNode Parse(string text) => JsonNode.Parse(text)!;

    public void Mount(string target, string? type, string? source, params string[] options) => Mounts.Add(new JsonObject
    {
        ["destination"] = target, ["type"] = type, ["source"] = source, ["options"] = new JsonArray([.. options.Select(o => (JsonNode)o)]),
    });

    /// <summary>What a shell command wrote that ran in the container to a good end, without blanks around it.</summary>
    public string See(string command)
    {
        Outcome outcome = _bundle.Run("sh", "-c", command);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return outcome.Output.Trim();
    }

    /// <summary>What the launcher said that refused the container.</summary>
    public string Refusal()
    {
        Outcome outcome = _bundle.Run("sh", "-c", "echo it ran");
        Assert.True(outcome.ExitCode == 1 && outcome.Output.Length == 0, outcome.ToString());
        return outcome.Errors;
    }

    public Outcome Run(params string[] command) => _bundle.Run(command);

    public string Start(params string[] command) => _bundle.RunDetached(command);

    public Outcome Call(params string[] arguments) => _bundle.Call(arguments);

    /// <summary>Calls the launcher, and fails where it does.</summary>
    public string Must(params string[] arguments)
    {
        Outcome outcome = Call(arguments);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', arguments)}: {outcome}");
        return outcome.Output.Trim();
    }

    public void SetCommand(params string[] command) => _bundle.SetCommand(command);

    public int ProcessOf(string id) => _bundle.ProcessOf(id);

    /// <summary>Joins a namespace of a process; where the bundle has a user namespace, that of the process too, which owns the others.</summary>
    public string Join(string type, int process, string? file = null)
    {
        string path = $"/proc/{process}/ns/{file ?? type}";
        Namespaces.First(item => (string?)item!["type"] == type)!["path"] = path;
        if (Namespaces.FirstOrDefault(static item => (string?)item!["type"] == "user") is JsonObject user)
        {
            user["path"] = $"/proc/{process}/ns/user";
            Linux.Remove("uidMappings");
            Linux.Remove("gidMappings");
        }

        return path;
    }

    public void Dispose() => _bundle.Dispose();
}
