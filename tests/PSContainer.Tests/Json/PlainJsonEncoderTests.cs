using System.Text;
using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Tests.Json;

public sealed class PlainJsonEncoderTests
{
    [Fact]
    public void Every_character_is_read_back_as_it_was_written()
    {
        for (int code = 0; code <= char.MaxValue; code++)
        {
            char c = (char)code;
            string text = $"a{c}b";
            string expected = char.IsSurrogate(c) ? "a\uFFFDb" : text;
            Assert.Equal(expected, RoundTrip(json => json.WriteStringValue(text)));
        }
    }

    [Theory]
    [InlineData("\U0001F600\"\U0001F600")]
    [InlineData("\U0001F600")]
    [InlineData("")]
    [InlineData("äöü\n\u2028\u009B31m\u007F")]
    public void So_is_text_in_UTF_8_and_as_a_name(string text)
    {
        Assert.Equal(text, RoundTrip(json => json.WriteStringValue(Encoding.UTF8.GetBytes(text))));
        using JsonDocument named = JsonDocument.Parse(Write(json =>
        {
            json.WriteStartObject();
            json.WriteNull(text);
            json.WriteNull(Encoding.UTF8.GetBytes($"8{text}"));
            json.WriteEndObject();
        }));
        Assert.Equal([text, $"8{text}"], named.RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void Half_a_pair_becomes_the_replacement_character() =>
        Assert.Equal("a\uFFFD\uFFFDb", RoundTrip(json => json.WriteStringValue("a\uDC00\uD83Db")));

    [Fact]
    public void What_people_read_is_not_escaped_and_what_a_terminal_obeys_is() => Assert.Equal(
        """["a && b > 'ü' \ud83d\ude00","\"\\\u001b[2J\t\u009b\u0000"]""".Replace(@"\ud83d\ude00", "\U0001F600", StringComparison.Ordinal),
        Encoding.UTF8.GetString(Write(json =>
        {
            json.WriteStartArray();
            json.WriteStringValue("a && b > 'ü' \U0001F600");
            json.WriteStringValue("\"\\\u001b[2J\t\u009B\0");
            json.WriteEndArray();
        })));

    [Fact]
    public void A_long_text_is_escaped_piece_by_piece()
    {
        string text = string.Concat(Enumerable.Repeat("\u0001\U0001F600x", 50_000));
        Assert.Equal(text, RoundTrip(json => json.WriteStringValue(text)));
    }

    private static string? RoundTrip(Action<Utf8JsonWriter> write)
    {
        using JsonDocument document = JsonDocument.Parse(Write(write));
        return document.RootElement.GetString();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance }))
        {
            write(json);
        }

        return output.ToArray();
    }
}
