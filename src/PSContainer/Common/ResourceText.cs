using System.Buffers;
using System.Text;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>The limits of a container in the runtime spec's words: no step of the launch plan, for its launcher sets them.</summary>
internal static class ResourceText
{
    /// <summary>A line for <c>-WhatIf</c>; empty where there are no limits.</summary>
    public static string Of(RuntimeSpec spec) => spec.Linux?.Resources is { } resources ? $"  Limits: {Of(resources)}\n" : "";

    /// <summary>The limits as JSON.</summary>
    public static string Of(LinuxResources resources)
    {
        var buffer = new ArrayBufferWriter<byte>();
        RuntimeSpecWriter.Write(resources, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
