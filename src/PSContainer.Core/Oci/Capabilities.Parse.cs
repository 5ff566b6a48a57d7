using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Oci;

public static partial class Capabilities
{
    /// <summary>The capabilities that a person named.</summary>
    /// <param name="name">With or without <c>CAP_</c>, in any case; <c>ALL</c> is every one.</param>
    /// <exception cref="ContainerException"><c>Spec.UnknownCapability</c>: there is none of that name.</exception>
    public static IReadOnlyList<string> Parse(string name)
    {
        if (string.Equals(name, "ALL", StringComparison.OrdinalIgnoreCase))
            return All;
        foreach (string known in Names)
        {
            if (Matches(known, name))
                return [known];
        }

        throw Unknown(name);
    }

    private static bool Matches(string known, string? name) =>
        string.Equals(known, name, StringComparison.OrdinalIgnoreCase)
        || known.AsSpan("CAP_".Length).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static ContainerException Unknown(string? name) => new(
        "Spec.UnknownCapability",
        ErrorKind.InvalidArgument,
        $"There is no capability '{JsonText.Show(name ?? "")}'.",
        name,
        $"Known are ALL, {string.Join(", ", Names)}.");
}
