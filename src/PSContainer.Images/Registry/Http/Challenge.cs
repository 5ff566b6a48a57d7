namespace PSContainer.Images.Registry;

/// <summary>How a server wants to be told who asks; see RFC 9110, section 11.</summary>
/// <param name="Scheme">The scheme in lower case: <c>basic</c>, <c>bearer</c>.</param>
/// <param name="Parameters">Its parameters, their names in lower case.</param>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>A parameter, or null.</summary>
    public string? this[string name] => Parameters.GetValueOrDefault(name);
}
