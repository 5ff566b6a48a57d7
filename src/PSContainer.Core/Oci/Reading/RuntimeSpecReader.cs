using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads the documents of the OCI runtime specification.</summary>
/// <remarks>
/// <para>Properties that are not known are ignored; a wrong type, an unknown word of a closed set, a missing property or
/// malformed JSON is a <see cref="ContainerException"/> with the id <c>Spec.Invalid</c> that names the JSON path and the line.
/// What the values mean together is checked by <see cref="RuntimeSpecValidator"/>.</para>
/// <para>A property that is null counts as not given; of two with one name, the last counts.</para>
/// </remarks>
public static class RuntimeSpecReader
{
    /// <summary>The largest document that is read, in bytes.</summary>
    public const int MaxBytes = JsonCursor.MaxBytes;

    private const string ErrorId = "Spec.Invalid";

    /// <summary>Reads a container's configuration.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="subject">What messages call it.</param>
    /// <exception cref="ContainerException">The document is not what it must be.</exception>
    public static RuntimeSpec Read(ReadOnlySpan<byte> utf8, string subject = "config.json") => Whole(utf8, subject, SpecReader.Spec);

    /// <summary>Reads a process, as given to <c>exec</c>.</summary>
    /// <inheritdoc cref="Read"/>
    public static ProcessSpec ReadProcess(ReadOnlySpan<byte> utf8, string subject = "process.json") =>
        Whole(utf8, subject, ProcessReader.Process);

    /// <summary>Reads resource limits, as given to <c>update</c>.</summary>
    /// <inheritdoc cref="Read"/>
    public static LinuxResources ReadResources(ReadOnlySpan<byte> utf8, string subject = "resources") =>
        Whole(utf8, subject, ResourcesReader.Resources);

    /// <summary>Reads a seccomp profile.</summary>
    /// <inheritdoc cref="Read"/>
    public static LinuxSeccomp ReadSeccomp(ReadOnlySpan<byte> utf8, string subject = "seccomp profile") =>
        Whole(utf8, subject, SeccompReader.Seccomp);

    /// <summary>Reads a container's state, as <c>state</c> prints it.</summary>
    /// <inheritdoc cref="Read"/>
    public static OciState ReadState(ReadOnlySpan<byte> utf8, string subject = "state") => Whole(utf8, subject, StateReader.State);

    private static T Whole<T>(ReadOnlySpan<byte> utf8, string subject, JsonCursor.Reading<T> read)
    {
        var json = new JsonCursor(utf8, subject, ErrorId);
        T value = read(ref json);
        json.End();
        return value;
    }
}
