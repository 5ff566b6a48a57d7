using System.Text;
using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Tests.Oci;

public class JsonCursorTests
{
    [Fact]
    public void Values_are_read_in_the_order_of_the_document()
    {
        var json = new JsonCursor("""{"text":"a\u0062","flag":true,"list":[1,2],"map":{"k":"v"},"extra":{"a":[{}]},"size":-5}"""u8, "x", "X.Invalid");
        string text = "";
        bool flag = false;
        List<uint> list = [];
        Dictionary<string, string> map = [];
        long size = 0;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (Encoding.UTF8.GetString(name))
            {
                case "text": text = json.String(); break;
                case "flag": flag = json.Boolean(); break;
                case "list": list = json.UInt32s(); break;
                case "map": map = json.Map(); break;
                case "size": size = json.Int64(); break;
                default: json.Skip(); break;
            }
        }

        json.End();
        Assert.Equal("ab", text);
        Assert.True(flag);
        Assert.Equal([1u, 2u], list);
        Assert.Equal("v", map["k"]);
        Assert.Equal(-5, size);
    }

    [Fact]
    public void A_property_whose_name_is_written_with_escapes_is_known() => Assert.Equal(7, Read("""{"\u0070id":7}""", Pid));

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal(7, Read("\uFEFF{\"pid\":7}", Pid));

    [Fact]
    public void A_time_is_read_with_its_offset() => Assert.Equal(
        new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(2)), Read("\"2026-01-31T12:00:00+02:00\"", static (ref json) => json.Time()));

    [Fact]
    public void Of_two_entries_with_one_key_the_last_counts() =>
        Assert.Equal("2", Read("""{"a":"1","a":"2"}""", static (ref json) => json.Map())["a"]);

    [Fact]
    public void Errors_have_the_id_and_the_subject_of_the_cursor()
    {
        ContainerException error = Fails("[]", Pid);
        Assert.Equal("X.Invalid", error.ErrorId);
        Assert.Equal(ErrorKind.InvalidData, error.Kind);
        Assert.Equal("state.json", error.Target);
        Assert.Equal("state.json: $ (line 1) must be an object, not an array.", error.Message);
    }

    [Theory]
    [InlineData("256", "the number 256")]
    [InlineData("-1", "the number -1")]
    [InlineData("1.5", "the number 1.5")]
    [InlineData("1e2", "the number 1e2")]
    [InlineData("\"7\"", "the string \"7\"")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("18446744073709551616", "the number 18446744073709551616")]
    public void A_number_out_of_bounds_or_of_another_type_is_refused(string value, string found)
    {
        ContainerException error = Fails(value, static (ref json) => json.UInt32(max: 255));
        Assert.Equal($"state.json: $ (line 1) must be a whole number from 0 to 255, not {found}.", error.Message);
    }

    [Theory]
    [InlineData("-129")]
    [InlineData("128")]
    [InlineData("9223372036854775808")]
    public void A_signed_number_out_of_bounds_is_refused(string value) => Assert.Contains(
        "must be a whole number from -128 to 127", Fails(value, static (ref json) => json.Int32(-128, 127)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"a\\u0000b\"", "NUL")]
    [InlineData("\"\\ud800\"", "Unicode")]
    [InlineData("12", "a string")]
    public void A_string_that_the_kernel_would_cut_or_that_is_no_text_is_refused(string value, string expected) =>
        Assert.Contains(expected, Fails(value, static (ref json) => json.String()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_string_that_is_no_UTF_8_is_refused()
    {
        ContainerException error = Assert.Throws<ContainerException>(() => new JsonCursor([(byte)'"', 0xFF, (byte)'"'], "x", "X.Invalid").String());
        Assert.Contains("Unicode", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_name_that_is_no_text_is_refused() =>
        Assert.Contains("Unicode", Fails("""{"\ud800":1}""", Pid).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  ", "ends too early")]
    [InlineData("{", "ends too early")]
    [InlineData("""{"pid":7""", "ends too early")]
    [InlineData("""{"pid":7}x""", "'x' does not fit")]
    [InlineData("""{"pid":7}{}""", "'{' does not fit")]
    [InlineData("""{"pid" 7}""", "'7' does not fit")]
    [InlineData("""{"pid":7,}""", "'}' does not fit")]
    [InlineData("{]", "']' does not fit")]
    [InlineData("// comment\n{}", "'/' does not fit")]
    [InlineData("{'pid':7}", "''' does not fit")]
    [InlineData("{\"pid\":\u00e4}", "byte 0xC3 does not fit")]
    public void Text_that_is_no_JSON_is_refused_with_the_reason(string document, string reason)
    {
        ContainerException error = Fails(document, Pid);
        Assert.Equal("X.Invalid", error.ErrorId);
        Assert.StartsWith("state.json is not valid JSON: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_text_is_located_by_path_and_line()
    {
        ContainerException error = Fails("{\n  \"pid\": 7,\n  \"more\": [1,\n 2, oops]\n}", Pid);
        Assert.Equal("state.json is not valid JSON: 'o' does not fit at $.more[1] (line 4).", error.Message);
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, "nested deeper than 64 levels")]
    public void Nesting_is_read_up_to_64_levels(int depth, string? reason)
    {
        string document = new string('[', depth) + new string(']', depth);
        if (reason is null)
            Assert.Equal(0, Read(document, Nothing));
        else
            Assert.Contains(reason, Fails(document, Nothing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_over_4_MiB_is_refused_and_one_of_4_MiB_is_read()
    {
        string largest = "[" + new string(' ', JsonCursor.MaxBytes - 2) + "]";
        Assert.Equal(0, Read(largest, Nothing));
        Assert.Equal("state.json has 4194305 bytes; at most 4194304 are read.", Fails(largest + " ", Nothing).Message);
    }

    [Theory]
    [InlineData("""{"a":{"b":[0,{"pid":"no"}]}}""", "$.a.b[1].pid (line 1)")]
    [InlineData("""{"a":{"b":[[],{"x":{},"pid":"no"}]}}""", "$.a.b[1].pid (line 1)")]
    [InlineData("{\"io.example/a\":\n\n{\"pid\":\"no\"}}", "$[\"io.example/a\"].pid (line 3)")]
    [InlineData("""[{"pid":1},{"pid":2},{"pid":[]}]""", "$[2].pid (line 1)")]
    public void An_error_names_the_path_and_the_line(string document, string place) =>
        Assert.Contains(place, Fails(document, FindPid).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_property_is_told_of_its_object()
    {
        ContainerException error = Fails("""{"a":[{},{"b":1}]}""", static (ref json) =>
        {
            json.BeginObject();
            json.NextProperty(out _);
            return json.List(Pid);
        });
        Assert.Equal("state.json: $.a[0] (line 1) lacks \"pid\".", error.Message);
    }

    [Fact]
    public void A_hostile_document_puts_neither_control_characters_nor_long_text_into_messages()
    {
        string bad = "\\u001b[2J\u202e" + new string('x', 5000);
        ContainerException error = Fails($$"""{"{{bad}}":{"pid":"{{bad}}"} }""", FindPid);
        Assert.InRange(error.Message.Length, 50, 500);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.DoesNotContain('\u202e', error.Message);
    }

    [Fact]
    public void A_word_is_found_with_and_without_escapes()
    {
        Assert.Equal(1, Read("\"two\"", static (ref json) => json.Word(["one", "two"])));
        Assert.Equal(1, Read("\"\\u0074wo\"", static (ref json) => json.Word(["one", "two"])));
    }

    [Theory]
    [InlineData("\"Two\"")]
    [InlineData("\"\"")]
    [InlineData("\"tw\\u006F \"")]
    [InlineData("2")]
    public void A_word_that_is_not_in_the_set_is_refused_with_those_that_are(string value) => Assert.Contains(
        "must be one of one, two, not", Fails(value, static (ref json) => json.Word(["one", "two"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_a_surrogate_pair_is_refused_wherever_text_is_read()
    {
        Assert.Contains("Unicode", Fails("\"\\ud800\"", static (ref json) => json.String()).Message, StringComparison.Ordinal);
        Assert.Contains("Unicode", Fails("\"\\udc00\"", static (ref json) => json.Word(["one", "two"])).Message, StringComparison.Ordinal);
        Assert.Contains("Unicode", Fails("\"2026-01-31T12:00:00\\udc00\"", static (ref json) => json.Time()).Message, StringComparison.Ordinal);
        Assert.Contains("Unicode", Fails("{\"\\udc00\":\"\"}", static (ref json) => json.Map()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_may_be_written_with_escapes() => Assert.Equal(
        new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(2)),
        Read("\"2026-01-31T12:00:00\\u002B02:00\"", static (ref json) => json.Time()));

    [Theory]
    [InlineData("\"yesterday\"")]
    [InlineData("\"\"")]
    [InlineData("1")]
    public void Anything_else_than_a_time_is_refused(string value) => Assert.Contains(
        "must be a time such as", Fails(value, static (ref json) => json.Time()).Message, StringComparison.Ordinal);

    private static T Read<T>(string document, JsonCursor.Reading<T> read)
    {
        var json = new JsonCursor(SpecText.Utf8(document), "state.json", "X.Invalid");
        T value = read(ref json);
        json.End();
        return value;
    }

    private static ContainerException Fails<T>(string document, JsonCursor.Reading<T> read) =>
        Assert.Throws<ContainerException>(() => { Read(document, read); });

    private static int Nothing(ref JsonCursor json)
    {
        json.Skip();
        return 0;
    }

    private static int Pid(ref JsonCursor json)
    {
        int? pid = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("pid"u8))
                pid = json.Int32();
            else
                json.Skip();
        }

        return json.Required(pid, "pid");
    }

    // Walks the whole document, to whatever depth, and wants each "pid" to be a number.
    private static int FindPid(ref JsonCursor json)
    {
        if (json.IsObject)
        {
            json.BeginObject();
            while (json.NextProperty(out ReadOnlySpan<byte> name))
                _ = name.SequenceEqual("pid"u8) ? json.Int32() : FindPid(ref json);
        }
        else if (json.IsArray)
        {
            json.List(FindPid);
        }

        return 0;
    }
}
