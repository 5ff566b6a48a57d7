using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace PSContainer.Images;

internal sealed partial class ImageReference
{
    private const int MaxNameLength = 255;

    // Docker's tools refuse such names too: one could not tell them from an image's id.
    private const int IdLength = 64;

    [GeneratedRegex(@"\A(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]{1,5})?\z")]
    private static partial Regex DomainRule();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*\z")]
    private static partial Regex PathRule();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}\z")]
    private static partial Regex TagRule();

    private static bool TryParse(
        [NotNullWhen(true)] string? text, string defaultRegistry, [NotNullWhen(true)] out ImageReference? reference, out string? problem)
    {
        reference = null;
        problem = text switch
        {
            null or "" => "it is empty",
            { Length: > 2 * MaxNameLength } => "it is too long",
            _ => Read(text, defaultRegistry, out reference),
        };
        return reference is not null && text is not null;
    }

    private static string? Read(string text, string defaultRegistry, out ImageReference? reference)
    {
        reference = null;
        string name = text;
        Digest? digest = null;
        if (text.IndexOf('@', StringComparison.Ordinal) is >= 0 and int at)
        {
            if (!Images.Digest.TryParse(text[(at + 1)..], out Digest parsed))
                return "what follows '@' is no digest, such as sha256: and 64 hexadecimal digits";
            (name, digest) = (text[..at], parsed);
        }

        string? tag = CutTag(ref name);
        if (tag is not null && !TagRule().IsMatch(tag))
            return "its tag may have letters, digits, '_', '.' and '-', at most 128, and begins with none of the last two";
        (string domain, string path) = Split(name, defaultRegistry);
        string? problem = Problem(name, domain, path);
        reference = problem is null ? new ImageReference(domain, path, tag, digest) : null;
        return problem;
    }

    // A colon before the last slash is that of a port.
    private static string? CutTag(ref string name)
    {
        int colon = name.LastIndexOf(':');
        if (colon < 0 || colon < name.LastIndexOf('/') || name.EndsWith(']'))
            return null;
        string tag = name[(colon + 1)..];
        name = name[..colon];
        return tag;
    }

    // The first part is a registry if it looks like a host; see distribution's splitDockerDomain.
    private static (string Domain, string Path) Split(string name, string defaultRegistry)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        bool hasDomain = slash > 0 && name[..slash] is { } first
            && (first == "localhost" || first.AsSpan().IndexOfAny('.', ':') >= 0 || first.Any(char.IsAsciiLetterUpper));
        string domain = hasDomain ? name[..slash] : defaultRegistry;
        string path = hasDomain ? name[(slash + 1)..] : name;
        domain = domain is "index.docker.io" or "registry-1.docker.io" ? DockerHub : domain;
        return (domain, domain == DockerHub && path.Length > 0 && !path.Contains('/', StringComparison.Ordinal) ? OfficialPrefix + path : path);
    }

    private static string? Problem(string name, string domain, string path) => name switch
    {
        "" => "it has no repository",
        { Length: IdLength } when name.All(char.IsAsciiHexDigitLower) => "64 hexadecimal digits are an image's id, not its name",
        _ when !DomainRule().IsMatch(domain) => $"'{Json.JsonText.Show(domain)}' is no registry",
        _ when path.Any(char.IsAsciiLetterUpper) => "a repository has no capital letters",
        _ when !PathRule().IsMatch(path) => "its repository has lower-case letters and digits, parted by one '.', one or two '_', or '-', in folders parted by '/'",
        _ when domain.Length + 1 + path.Length > MaxNameLength => $"it is longer than {MaxNameLength} characters",
        _ => null,
    };
}
