using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Configuration;

/// <summary>Which system calls a container may make: the default ones, all, or those of a profile.</summary>
internal sealed class SeccompChoice
{
    private readonly byte[]? _document;
    private readonly string _name;

    private SeccompChoice(string name, byte[]? document = null)
    {
        _name = name;
        _document = document;
    }

    /// <summary>The profile that Podman ships, by the container's capabilities.</summary>
    public static SeccompChoice Default { get; } = new(nameof(Default));

    /// <summary>Every call.</summary>
    public static SeccompChoice Unconfined { get; } = new(nameof(Unconfined));

    /// <summary>Reads <c>Default</c>, <c>Unconfined</c>, or the path of a profile in OCI's, Podman's or Docker's format.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="resolve">Makes a path of the host absolute.</param>
    /// <exception cref="ContainerException"><c>Seccomp.ProfileNotFound</c>; what is wrong in a profile shows when it is built.</exception>
    public static SeccompChoice Parse(string text, Func<string, string> resolve) => text.ToUpperInvariant() switch
    {
        "DEFAULT" => Default,
        "UNCONFINED" => Unconfined,
        _ => FromFile(resolve(text)),
    };

    /// <summary>The profile as the spec has it; null where there is none.</summary>
    /// <param name="capabilities">The container's bounding capabilities, which the rules depend on.</param>
    public LinuxSeccomp? Build(IReadOnlyList<string> capabilities) => this switch
    {
        _ when this == Unconfined => null,
        { _document: { } document } => ProfileReader.Read(document, _name, ProfileTarget.Here(Capabilities.Mask(capabilities))),
        _ => DefaultProfile.Create([.. capabilities], SyscallAbis.Native),
    };

    private static SeccompChoice FromFile(string path)
    {
        try
        {
            return new SeccompChoice(path, File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(
                "Seccomp.ProfileNotFound", ErrorKind.NotFound, $"The seccomp profile '{path}' cannot be read: {error.Message}", path,
                "Give Default, Unconfined, or the path of a profile.", error);
        }
    }
}
