using PSContainer.Errors;
using PSContainer.Terminals;

namespace PSContainer.Tests.Terminals;

public sealed class DetachKeysTests
{
    [Theory]
    [InlineData("Ctrl+P,Ctrl+Q", new byte[] { 16, 17 })]
    [InlineData("ctrl-p,ctrl-q", new byte[] { 16, 17 })]
    [InlineData("CTRL+a", new byte[] { 1 })]
    [InlineData("Ctrl+@,Ctrl+[,Ctrl+\\,Ctrl+],Ctrl+^,Ctrl+_", new byte[] { 0, 27, 28, 29, 30, 31 })]
    [InlineData("a,~", new byte[] { (byte)'a', (byte)'~' })]
    [InlineData("None", new byte[0])]
    [InlineData("none", new byte[0])]
    public void Keys_are_what_a_terminal_sends_for_them(string text, byte[] bytes) => Assert.Equal(bytes, DetachKeys.Parse(text).Bytes);

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("Ctrl+P,")]
    [InlineData("Ctrl+")]
    [InlineData("Ctrl+1")]
    [InlineData("Ctrl+PQ")]
    [InlineData("Ctrl+ü")]
    [InlineData("Ctrl P")]
    [InlineData("Alt+P")]
    [InlineData("ab")]
    [InlineData("ü")]
    [InlineData(" ")]
    [InlineData("a, b")]
    [InlineData("None,a")]
    [InlineData("a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a")]
    public void What_is_no_key_is_an_error(string text) =>
        Assert.Equal("DetachKeys.Invalid", Assert.Throws<ContainerException>(() => DetachKeys.Parse(text)).ErrorId);

    [Fact]
    public void However_it_is_typed_all_goes_on_but_the_keys()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            string keys = Word(random, random.Next(1, 5)), typed = Word(random, random.Next(0, 12));
            int at = typed.IndexOf(keys, StringComparison.Ordinal);
            (string passed, bool left) = Pass(random, keys, typed);
            Assert.Equal(at >= 0, left);
            if (left)
            {
                Assert.Equal(typed[..at], passed);
            }
            else
            {
                // What may be their beginning is held back, no more.
                int held = Enumerable.Range(0, keys.Length).Last(length => typed.EndsWith(keys[..length], StringComparison.Ordinal));
                Assert.Equal(typed[..^held], passed);
            }
        }
    }

    [Fact]
    public void Without_keys_all_goes_on() => Assert.Equal(("abc\u0010\u0011", false), Pass(new Random(1), "", "abc\u0010\u0011"));

    private static string Word(Random random, int length) => new([.. Enumerable.Range(0, length).Select(_ => "ab"[random.Next(2)])]);

    private static (string Passed, bool Left) Pass(Random random, string keys, string typed)
    {
        var matcher = new DetachKeyMatcher(DetachKeys.Parse(keys.Length == 0 ? "None" : string.Join(',', keys.ToCharArray())));
        string passed = "";
        while (typed.Length > 0)
        {
            string part = typed[..random.Next(1, typed.Length + 1)];
            typed = typed[part.Length..];
            var room = new byte[part.Length + matcher.MostHeld];
            bool left = matcher.Pass(System.Text.Encoding.ASCII.GetBytes(part), room, out int count);
            passed += System.Text.Encoding.ASCII.GetString(room, 0, count);
            if (left)
            {
                return (passed, true);
            }
        }

        return (passed, false);
    }
}
