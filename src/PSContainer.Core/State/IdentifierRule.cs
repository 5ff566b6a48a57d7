using System.Buffers;

namespace PSContainer.State;

/// <summary>The rule that container ids and names share: <c>[A-Za-z0-9_+-][A-Za-z0-9_+.-]*</c>, and fit for a file name.</summary>
internal static class IdentifierRule
{
    // NAME_MAX: both are names in the state folder.
    public const int MaxLength = 255;

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+.-");

    /// <summary>What is wrong with the text, or null.</summary>
    public static string? Problem(ReadOnlySpan<char> text) => text switch
    {
        [] => "it is empty",
        ['.', ..] => "it starts with '.'",
        { Length: > MaxLength } => $"it is longer than {MaxLength} characters",
        _ when text.ContainsAnyExcept(s_allowed) => "it has a character that is not allowed",
        _ => null,
    };
}
