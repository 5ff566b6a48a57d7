namespace PSContainer.Errors;

/// <summary>An operation on a container that failed, told so that a user can act on it.</summary>
public sealed class ContainerException : Exception
{
    /// <summary>Describes a failed operation.</summary>
    /// <param name="errorId">Stable identifier, most general word first: <c>Mount.MoveMount.EPERM</c>.</param>
    /// <param name="kind">The sort of failure.</param>
    /// <param name="message">What was being done, to what, and what came of it; a sentence.</param>
    /// <param name="target">The object it was about, as the user named it.</param>
    /// <param name="remedy">What the user can do about it; a sentence, or null where nothing is known.</param>
    /// <param name="inner">The raw failure, usually a <see cref="LinuxException"/>.</param>
    public ContainerException(
        string errorId, ErrorKind kind, string message, object? target = null, string? remedy = null, Exception? inner = null)
        : base(remedy is null ? message : $"{message} {remedy}", inner)
    {
        ErrorId = errorId;
        Kind = kind;
        Target = target;
        Remedy = remedy;
    }

    /// <summary>Stable identifier, such as <c>Mount.MoveMount.EPERM</c>.</summary>
    public string ErrorId { get; }

    /// <summary>The sort of failure.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The object it was about, as the user named it.</summary>
    public object? Target { get; }

    /// <summary>What the user can do about it, or null.</summary>
    public string? Remedy { get; }
}
