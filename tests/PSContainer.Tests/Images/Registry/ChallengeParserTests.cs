using PSContainer.Images.Registry;

namespace PSContainer.Tests.Images.Registry;

/// <summary>What servers write into <c>WWW-Authenticate</c>.</summary>
public sealed class ChallengeParserTests
{
    [Theory]
    [InlineData("Bearer realm=\"https://auth.example/token\",service=\"registry.example\",scope=\"repository:a/b:pull,push\"",
        "bearer(realm=https://auth.example/token service=registry.example scope=repository:a/b:pull,push)")]
    [InlineData("BASIC realm=\"a \\\"quoted\\\" word\"", "basic(realm=a \"quoted\" word)")]
    [InlineData("Negotiate, Basic realm=x , Bearer Realm = \"y\"", "negotiate() basic(realm=x) bearer(realm=y)")]
    [InlineData("Bearer realm=\"not closed", "bearer(realm=not closed)")]
    [InlineData("Bearer realm=\"a\",realm=\"b\"", "bearer(realm=a)")]
    [InlineData("Bearer realm=\"\\", "bearer(realm=\\)")]
    [InlineData("", "")]
    [InlineData(",,=\"x\"", "")]
    [InlineData("\"quoted\"", "")]
    public void Challenges_are_read_and_nonsense_is_passed_over(string line, string expected) => Assert.Equal(expected, string.Join(' ', ChallengeParser
        .Parse([line]).Select(static one => $"{one.Scheme}({string.Join(' ', one.Parameters.Select(static pair => $"{pair.Key}={pair.Value}"))})")));

    [Fact]
    public void Any_text_comes_to_an_end()
    {
        const string alphabet = "aB= ,\"\\\t;:/x";
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            string line = new([.. Enumerable.Range(0, random.Next(24)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            Assert.True(ChallengeParser.Parse([line]).Count <= line.Length, line);
        }
    }
}
