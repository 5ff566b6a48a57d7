using PSContainer.Errors;

namespace PSContainer.Images.Registry;

/// <summary>A failure that may be over when it is tried again.</summary>
/// <param name="final">What is said when it is not.</param>
/// <param name="isStall">Whether nothing came, for as long as one waits for that.</param>
internal sealed class TransientException(ContainerException final, bool isStall = false) : Exception(final.Message, final)
{
    /// <summary>What is said when it is not over.</summary>
    public ContainerException Final { get; } = final;

    /// <summary>Whether nothing came, for as long as one waits for that.</summary>
    public bool IsStall { get; } = isStall;
}
