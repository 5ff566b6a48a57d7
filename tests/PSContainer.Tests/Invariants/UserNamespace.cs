using System.Globalization;
using System.Text.Json.Nodes;

namespace PSContainer.Tests.Invariants;

/// <summary>What a bundle needs besides for a user without rights: a user namespace with all ids that the user may have.</summary>
internal static class UserNamespace
{
    public static void AddTo(JsonObject spec)
    {
        JsonObject linux = spec["linux"]!.AsObject();
        linux["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
        linux["uidMappings"] = Map("-u", "/etc/subuid");
        linux["gidMappings"] = Map("-g", "/etc/subgid");
    }

    // The caller is 0, as root is without one; the range that the administrator gave the user comes after.
    private static JsonArray Map(string option, string file)
    {
        var map = new JsonArray(Range(0, Number(Id(option)), 1));
        string name = Id("-un");
        string[]? range = File.Exists(file)
            ? File.ReadLines(file).Select(static line => line.Split(':')).FirstOrDefault(line => line.Length == 3 && (line[0] == name || line[0] == Id("-u")))
            : null;
        if (range is not null && File.Exists("/usr/bin/newuidmap"))
        {
            map.Add(Range(1, Number(range[1]), Number(range[2])));
        }

        return map;
    }

    private static string Id(string option) => Outcome.Of("id", option).Output.Trim();

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static JsonObject Range(long inside, long outside, long size) =>
        new() { ["containerID"] = inside, ["hostID"] = outside, ["size"] = size };
}
