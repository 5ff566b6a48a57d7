using System.Buffers;
using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Writes the documents of the OCI runtime specification; what is null is left out.</summary>
/// <remarks>What is written is read back by <see cref="RuntimeSpecReader"/> as the same model.</remarks>
public static class RuntimeSpecWriter
{
    /// <summary>Writes a container's configuration.</summary>
    /// <param name="spec">What to write.</param>
    /// <param name="output">Where to; UTF-8 without a byte order mark.</param>
    /// <param name="indented">Whether it is laid out for people.</param>
    public static void Write(RuntimeSpec spec, IBufferWriter<byte> output, bool indented = false) =>
        Whole(spec, SpecWriter.Spec, output, indented);

    /// <inheritdoc cref="Write(RuntimeSpec, IBufferWriter{byte}, bool)"/>
    public static void Write(RuntimeSpec spec, Stream output, bool indented = false) => Whole(spec, SpecWriter.Spec, output, indented);

    /// <summary>Writes a process, as given to <c>exec</c>.</summary>
    /// <inheritdoc cref="Write(RuntimeSpec, IBufferWriter{byte}, bool)"/>
    public static void Write(ProcessSpec process, IBufferWriter<byte> output, bool indented = false) =>
        Whole(process, ProcessWriter.Process, output, indented);

    /// <inheritdoc cref="Write(ProcessSpec, IBufferWriter{byte}, bool)"/>
    public static void Write(ProcessSpec process, Stream output, bool indented = false) =>
        Whole(process, ProcessWriter.Process, output, indented);

    /// <summary>Writes resource limits, as given to <c>update</c>.</summary>
    /// <inheritdoc cref="Write(RuntimeSpec, IBufferWriter{byte}, bool)"/>
    public static void Write(LinuxResources resources, IBufferWriter<byte> output, bool indented = false) =>
        Whole(resources, ResourcesWriter.Resources, output, indented);

    /// <inheritdoc cref="Write(LinuxResources, IBufferWriter{byte}, bool)"/>
    public static void Write(LinuxResources resources, Stream output, bool indented = false) =>
        Whole(resources, ResourcesWriter.Resources, output, indented);

    /// <summary>Writes a seccomp profile.</summary>
    /// <inheritdoc cref="Write(RuntimeSpec, IBufferWriter{byte}, bool)"/>
    public static void Write(LinuxSeccomp seccomp, IBufferWriter<byte> output, bool indented = false) =>
        Whole(seccomp, SeccompWriter.Seccomp, output, indented);

    /// <inheritdoc cref="Write(LinuxSeccomp, IBufferWriter{byte}, bool)"/>
    public static void Write(LinuxSeccomp seccomp, Stream output, bool indented = false) =>
        Whole(seccomp, SeccompWriter.Seccomp, output, indented);

    /// <summary>Writes a container's state, as hooks read it.</summary>
    /// <inheritdoc cref="Write(RuntimeSpec, IBufferWriter{byte}, bool)"/>
    public static void Write(OciState state, IBufferWriter<byte> output, bool indented = false) =>
        Whole(state, StateWriter.State, output, indented);

    /// <inheritdoc cref="Write(OciState, IBufferWriter{byte}, bool)"/>
    public static void Write(OciState state, Stream output, bool indented = false) => Whole(state, StateWriter.State, output, indented);

    private static void Whole<T>(T value, Action<Utf8JsonWriter, T> write, IBufferWriter<byte> output, bool indented)
    {
        using var json = new Utf8JsonWriter(output, JsonWriting.Options(indented));
        write(json, value);
    }

    private static void Whole<T>(T value, Action<Utf8JsonWriter, T> write, Stream output, bool indented)
    {
        using var json = new Utf8JsonWriter(output, JsonWriting.Options(indented));
        write(json, value);
    }
}
