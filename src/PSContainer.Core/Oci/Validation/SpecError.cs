using PSContainer.Errors;

namespace PSContainer.Oci;

/// <summary>Makes the errors of the validator.</summary>
internal static class SpecError
{
    /// <summary>An error at a JSON path.</summary>
    /// <param name="id">Its id after <c>Spec.</c></param>
    /// <param name="path">Where in the document.</param>
    /// <param name="problem">What is wrong; the message goes on with it after the path.</param>
    /// <param name="remedy">What to do about it, where that is not plain.</param>
    public static ContainerException At(string id, SpecPath path, string problem, string? remedy = null) =>
        new($"Spec.{id}", ErrorKind.InvalidArgument, $"{path} {problem}.", path.ToString(), remedy);
}
