using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using PSContainer.Errors;
using static PSContainer.Interop.Interop;

namespace PSContainer.State;

/// <summary>Container ids: one path component that runc and crun would accept too, unique among the containers of a state folder.</summary>
public static class ContainerId
{
    private const int GeneratedLength = 64;
    private const int ShortLength = 12;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    /// <summary>A new id: 64 hexadecimal digits of the kernel's random source.</summary>
    public static unsafe string NewId()
    {
        const int size = GeneratedLength / 2;
        byte* bytes = stackalloc byte[size];
        LinuxException.Check(GetRandom(bytes, size, 0), "getrandom");
        return Convert.ToHexStringLower(new ReadOnlySpan<byte>(bytes, size));
    }

    /// <summary>The first 12 digits of an id that <see cref="NewId"/> made; an id of any other form as it is.</summary>
    /// <param name="id">A container's id.</param>
    public static string ShortId(string id) => IsGenerated(id) ? id[..ShortLength] : id;

    /// <summary>Whether the text may be an id: <c>[A-Za-z0-9_+-][A-Za-z0-9_+.-]*</c>, at most 255 long.</summary>
    /// <param name="id">The text.</param>
    public static bool IsValid([NotNullWhen(true)] string? id) => id is not null && IdentifierRule.Problem(id) is null;

    /// <summary>Refuses a text that may not be an id.</summary>
    /// <param name="id">The text.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ContainerException"><c>Container.InvalidId</c>.</exception>
    public static string Validate(string? id) =>
        IdentifierRule.Problem(id) is { } problem ? throw StateErrors.InvalidId(id, problem) : id!;

    private static bool IsGenerated(string id) =>
        id.Length == GeneratedLength && !id.AsSpan().ContainsAnyExcept(s_digits);
}
