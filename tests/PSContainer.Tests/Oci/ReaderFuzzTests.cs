using System.Diagnostics;
using System.Text;
using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Oci;

/// <summary>Mutations of valid documents: whatever comes of them, it is a model or a <see cref="ContainerException"/>.</summary>
public class ReaderFuzzTests
{
    private static readonly int s_rounds = Fuzzing.Inputs(30_000);
    private static readonly TimeSpan s_limit = Fuzzing.IsLong ? TimeSpan.MaxValue : TimeSpan.FromSeconds(1);

    private static readonly string[] s_tokens =
    [
        "\\ud800", "\\udc00", "\\u0000", "\\u006f", "\\n",
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "false", "0", "-1", "1e999", "18446744073709551616", "-9223372036854775809",
        "0.1", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "{}", "[]", "[[[[[[[[", "\n", "\uFEFF", "\\", "/*", "ä", "\"..\"",
        "\"type\":", "\"ociVersion\":\"2\",", "4294967295", "-0", "\"/\"", "\"a=b\"",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Only_container_exceptions_come_out(int seed)
    {
        var random = new Random(seed);
        byte[][] documents = Documents();
        var watch = Stopwatch.StartNew();
        int refused = 0, accepted = 0;
        for (int round = 0; round < s_rounds && watch.Elapsed < s_limit; round++)
        {
            byte[] document = Mutate(documents[random.Next(documents.Length)], random);
            if (Survives(document))
                accepted++;
            else
                refused++;
        }

        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: the mutations are too wild or too tame.");
    }

    private static byte[][] Documents() =>
    [
        SpecText.Utf8(SpecText.Write(Models.Full<RuntimeSpec>(items: 1))),
        SpecText.Utf8(SpecText.Write(Models.Full<RuntimeSpec>(items: 3), indented: true)),
        SpecText.Utf8(TypicalSpec.Json()),
        SpecText.Utf8(SpecText.With("\"hostname\":\"web\"")),
    ];

    // Each reader on its own, since a document that is a process to one is full of unknown properties to another.
    private static bool Survives(byte[] document)
    {
        bool accepted = Try(() =>
        {
            RuntimeSpec spec = RuntimeSpecReader.Read(document);
            Assert.Null(Models.Difference(spec, SpecText.Read(SpecText.Write(spec))));
            Try(() => RuntimeSpecValidator.Validate(spec, []));
        });
        Try(() => RuntimeSpecValidator.Validate(RuntimeSpecReader.ReadProcess(document)));
        Try(() => RuntimeSpecValidator.Validate(RuntimeSpecReader.ReadResources(document)));
        Try(() => RuntimeSpecValidator.Validate(RuntimeSpecReader.ReadSeccomp(document)));
        Try(() => RuntimeSpecReader.ReadState(document));
        return accepted;
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (ContainerException e)
        {
            Assert.InRange(e.Message.Length, 10, 6000);
            return false;
        }
    }

    private static byte[] Mutate(byte[] document, Random random)
    {
        var bytes = new List<byte>(document);
        for (int n = random.Next(1, 4); n > 0 && bytes.Count > 1; n--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5: bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_tokens[random.Next(s_tokens.Length)])); break;
                default: Digit(bytes, at, random); break;
            }
        }

        return [.. bytes];
    }

    // Numbers and words change most fruitfully in place.
    private static void Digit(List<byte> bytes, int at, Random random)
    {
        int digit = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
        if (digit >= 0)
            bytes[digit] = (byte)('0' + random.Next(10));
    }
}
