using System.Buffers;
using System.Text;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

/// <summary>Documents as text, to and fro.</summary>
internal static class SpecText
{
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static RuntimeSpec Read(string json) => RuntimeSpecReader.Read(Utf8(json));

    /// <summary>A small valid document with more properties: <c>"hostname":"web"</c>.</summary>
    public static string With(string properties) =>
        $$"""{"ociVersion":"1.0.2","root":{"path":"rootfs"}{{(properties.Length == 0 ? "" : ",")}}{{properties}}}""";

    /// <summary>A small valid document with a Linux part.</summary>
    public static string WithLinux(string properties) => With($$"""
        "linux":{{{properties}}}
        """);

    /// <summary>A small valid document with a process.</summary>
    public static string WithProcess(string properties) => With($$"""
        "process":{"cwd":"/","args":["sh"]{{(properties.Length == 0 ? "" : ",")}}{{properties}}}
        """);

    public static string Write(RuntimeSpec spec, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        RuntimeSpecWriter.Write(spec, buffer, indented);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static ContainerException ReadingFails(string json) => Assert.Throws<ContainerException>(() => Read(json));

    public static ContainerException ValidationFails(string json)
    {
        RuntimeSpec spec = Read(json);
        return Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(spec));
    }
}
