using System.Buffers;
using System.Text;

namespace PSContainer.Images.Registry;

/// <summary>Reads the values of <c>WWW-Authenticate</c>; what is no challenge is passed over.</summary>
internal ref struct ChallengeParser
{
    private static readonly SearchValues<char> s_token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private ReadOnlySpan<char> _rest;

    /// <summary>All challenges of all header lines, in their order.</summary>
    public static List<Challenge> Parse(IEnumerable<string> lines)
    {
        var challenges = new List<Challenge>();
        foreach (string line in lines)
        {
            var parser = new ChallengeParser { _rest = line };
            while (parser.Next() is { } challenge)
                challenges.Add(challenge);
        }

        return challenges;
    }

    private Challenge? Next()
    {
        Skip(" \t,");
        string scheme = Token();
        if (scheme.Length == 0)
            return null;
        var parameters = new Dictionary<string, string>();
        while (Parameter() is var (name, value))
            parameters.TryAdd(name, value);
        return new Challenge(scheme.ToLowerInvariant(), parameters);
    }

    // A name that no '=' follows is the next challenge's scheme.
    private (string Name, string Value)? Parameter()
    {
        ReadOnlySpan<char> before = _rest;
        Skip(" \t,");
        string name = Token();
        Skip(" \t");
        if (name.Length == 0 || _rest is not ['=', ..])
        {
            _rest = before;
            return null;
        }

        _rest = _rest[1..];
        Skip(" \t");
        return (name.ToLowerInvariant(), _rest is ['"', ..] ? Quoted() : Token());
    }

    private void Skip(string characters) => _rest = _rest.TrimStart(characters);

    private string Token()
    {
        int end = _rest.IndexOfAnyExcept(s_token);
        string token = (end < 0 ? _rest : _rest[..end]).ToString();
        _rest = _rest[token.Length..];
        return token;
    }

    private string Quoted()
    {
        var text = new StringBuilder();
        int i = 1;
        for (; i < _rest.Length && _rest[i] != '"'; i++)
        {
            if (_rest[i] == '\\' && i + 1 < _rest.Length)
                i++;
            text.Append(_rest[i]);
        }

        _rest = _rest[Math.Min(i + 1, _rest.Length)..];
        return text.ToString();
    }
}
