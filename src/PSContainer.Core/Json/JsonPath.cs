using System.Text;
using System.Text.Json;

namespace PSContainer.Json;

/// <summary>Finds the path of a token, <c>$.mounts[3].type</c>, by reading the document from its start.</summary>
internal static class JsonPath
{
    // An object or array that the token is in, and the member of it that is being read.
    private sealed class Level(bool isArray)
    {
        private string _name = "";
        private int _index = -1;

        public void Name(string name) => _name = name;

        public void NextItem() => _index++;

        public override string ToString() => isArray ? (_index < 0 ? "" : $"[{_index}]") : JsonText.Member(_name);
    }

    /// <summary>The path of the token at an offset, or of the place where the document stops to be JSON.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="offset">Where the token starts.</param>
    /// <param name="depth">How many objects and arrays the place is in.</param>
    public static string At(ReadOnlySpan<byte> utf8, JsonReaderOptions options, long offset, out int depth)
    {
        var reader = new Utf8JsonReader(utf8, options);
        var levels = new Stack<Level>();
        try
        {
            while (reader.Read() && !Step(reader, levels, offset))
            {
            }
        }
        catch (JsonException)
        {
            // The path is that of the last token before it.
        }

        depth = levels.Count;
        return Format(levels);
    }

    /// <summary>Follows one token; true when it is the one that is sought.</summary>
    private static bool Step(in Utf8JsonReader reader, Stack<Level> levels, long offset)
    {
        bool found = reader.TokenStartIndex >= offset;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                levels.Peek().Name(JsonText.Name(reader));
                return found;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                levels.Pop();
                return found;
        }

        if (levels.TryPeek(out Level? level))
            level.NextItem();
        if (!found && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            levels.Push(new Level(reader.TokenType == JsonTokenType.StartArray));
        return found;
    }

    private static string Format(Stack<Level> levels)
    {
        var path = new StringBuilder("$");
        Level[] inner = levels.ToArray();
        for (int i = inner.Length - 1; i >= 0; i--)
            path.Append(inner[i]);
        return path.ToString();
    }
}
