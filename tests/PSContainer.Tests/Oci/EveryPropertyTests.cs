using System.Text.Json.Nodes;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

/// <summary>Attacks on each property of a document in which every property is given.</summary>
public class EveryPropertyTests
{
    private static readonly JsonNode s_wrongForObjects = JsonValue.Create("not an object");
    private static readonly JsonNode s_wrongForOthers = new JsonObject { ["not"] = "this" };

    [Fact]
    public void Any_value_of_another_type_is_refused_with_its_path()
    {
        int tried = ForEachNode((document, path, node) =>
        {
            node.ReplaceWith((node is JsonObject ? s_wrongForObjects : s_wrongForOthers).DeepClone());
            ContainerException error = SpecText.ReadingFails(document.ToJsonString());
            Assert.Equal("Spec.Invalid", error.ErrorId);
            Assert.StartsWith($"config.json: {path} (line 1) must be ", error.Message, StringComparison.Ordinal);
        });
        Assert.InRange(tried, 300, 2000);
    }

    [Fact]
    public void Any_value_that_is_null_counts_as_not_given_or_is_refused_with_its_path()
    {
        int required = 0;
        ForEachNode((document, path, node) =>
        {
            bool isItem = node.Parent is JsonArray;
            bool isEntry = IsEntryOfMap(node);
            if (isItem)
                node.Parent!.AsArray()[node.GetElementIndex()] = null;
            else
                node.Parent!.AsObject()[node.GetPropertyName()] = null;
            if (Record(document) is { } error)
            {
                required++;
                string expected = isItem || isEntry ? $"{path} (line 1) must be " : "lacks ";
                Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.False(isItem || isEntry, path);
            }
        });
        Assert.InRange(required, 100, 500);
    }

    [Fact]
    public void A_document_cut_short_anywhere_is_refused()
    {
        string document = SpecText.Write(Models.Full<RuntimeSpec>(items: 1));
        for (int length = 0; length < document.Length; length++)
            Assert.Equal("Spec.Invalid", SpecText.ReadingFails(document[..length]).ErrorId);
    }

    private static ContainerException? Record(JsonNode document)
    {
        try
        {
            SpecText.Read(document.ToJsonString());
            return null;
        }
        catch (ContainerException e)
        {
            return e;
        }
    }

    // Maps are the objects whose keys the filler chose.
    private static bool IsEntryOfMap(JsonNode node) =>
        node.Parent is JsonObject && node.GetPropertyName().StartsWith("key ", StringComparison.Ordinal);

    private static int ForEachNode(Action<JsonNode, string, JsonNode> attack)
    {
        JsonNode original = JsonNode.Parse(SpecText.Write(Models.Full<RuntimeSpec>()))!;
        List<string> paths = [];
        Collect(original, "$", paths);
        foreach (string path in paths)
        {
            JsonNode document = original.DeepClone();
            attack(document, path, Find(document, "$", path)!);
        }

        return paths.Count;
    }

    private static IEnumerable<(string Path, JsonNode Node)> Children(JsonNode node, string path) => node switch
    {
        JsonArray array => array.Select((item, i) => ($"{path}[{i}]", item!)),
        JsonObject members => members.Select(m => (m.Key.Contains(' ', StringComparison.Ordinal) ? $"{path}[\"{m.Key}\"]" : $"{path}.{m.Key}", m.Value!)),
        _ => [],
    };

    private static void Collect(JsonNode node, string path, List<string> paths)
    {
        foreach ((string childPath, JsonNode child) in Children(node, path))
        {
            paths.Add(childPath);
            Collect(child, childPath, paths);
        }
    }

    private static JsonNode? Find(JsonNode node, string at, string path) => at == path
        ? node
        : Children(node, at).Where(c => path.StartsWith(c.Path, StringComparison.Ordinal)).Select(c => Find(c.Node, c.Path, path)).FirstOrDefault(n => n is not null);
}
