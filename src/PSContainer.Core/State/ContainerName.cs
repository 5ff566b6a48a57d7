using System.Diagnostics.CodeAnalysis;
using PSContainer.Errors;

namespace PSContainer.State;

/// <summary>Container names: what a user calls a container, by the same rule as an id.</summary>
public static class ContainerName
{
    /// <summary>Whether the text may be a name: <c>[A-Za-z0-9_+-][A-Za-z0-9_+.-]*</c>, at most 255 long.</summary>
    /// <param name="name">The text.</param>
    public static bool IsValid([NotNullWhen(true)] string? name) => name is not null && IdentifierRule.Problem(name) is null;

    /// <summary>Refuses a text that may not be a name.</summary>
    /// <param name="name">The text.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ContainerException"><c>Container.InvalidName</c>.</exception>
    public static string Validate(string? name) =>
        IdentifierRule.Problem(name) is { } problem ? throw StateErrors.InvalidName(name, problem) : name!;
}
