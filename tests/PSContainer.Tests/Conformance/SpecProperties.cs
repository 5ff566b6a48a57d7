using System.Text.Json.Nodes;
using PSContainer.Oci;
using PSContainer.Tests.Oci;

namespace PSContainer.Tests.Conformance;

/// <summary>The properties of a config.json, as paths: <c>process.user.uid</c>, <c>mounts[].options</c>, <c>linux.sysctl</c>.</summary>
internal static class SpecProperties
{
    /// <summary>All that the model has: those of a document in which each is given.</summary>
    public static SortedSet<string> OfModel()
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Collect(JsonNode.Parse(SpecText.Write(Models.Full<RuntimeSpec>(items: 1)))!, "", paths);
        return paths;
    }

    private static void Collect(JsonNode node, string path, SortedSet<string> paths)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    Collect(item!, path + "[]", paths);
                }

                break;
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members)
                {
                    // The keys of maps are of the filler's own making.
                    bool isKey = name.StartsWith("key ", StringComparison.Ordinal);
                    string child = isKey ? path + "{}" : path.Length == 0 ? name : $"{path}.{name}";
                    if (!isKey)
                    {
                        paths.Add(child);
                    }

                    Collect(value!, child, paths);
                }

                break;
        }
    }
}
