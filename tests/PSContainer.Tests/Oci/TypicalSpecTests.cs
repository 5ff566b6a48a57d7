using PSContainer.Json;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

public class TypicalSpecTests
{
    [Fact]
    public void Reading_a_typical_configuration_allocates_little()
    {
        byte[] utf8 = SpecText.Utf8(TypicalSpec.Json());
        Assert.InRange(utf8.Length, 15_000, 25_000);
        RuntimeSpecReader.Read(utf8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        RuntimeSpecReader.Read(utf8);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 20_000, 100_000);
    }

    [Fact]
    public void Validating_a_typical_configuration_allocates_next_to_nothing()
    {
        RuntimeSpec spec = SpecText.Read(TypicalSpec.Json());

        // Code that the JIT compiled in haste boxes what the launcher's compiler does not: the bound leaves room for that.
        AllocatedByValidating(spec);
        Assert.InRange(AllocatedByValidating(spec), 0, 100_000);
    }

    [Fact]
    public void The_cursor_itself_allocates_nothing_where_nothing_is_wrong()
    {
        byte[] utf8 = SpecText.Utf8(TypicalSpec.Json());
        Walk(utf8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(utf8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long AllocatedByValidating(RuntimeSpec spec)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        RuntimeSpecValidator.Validate(spec);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Walk(byte[] utf8)
    {
        var json = new JsonCursor(utf8, "x", "X.Invalid");
        Value(ref json);
        json.End();
    }

    private static void Value(ref JsonCursor json)
    {
        if (json.IsObject)
        {
            json.BeginObject();
            while (json.NextProperty(out _))
                Value(ref json);
        }
        else if (json.IsArray)
        {
            json.BeginArray();
            while (json.NextItem())
                Value(ref json);
        }
    }
}
