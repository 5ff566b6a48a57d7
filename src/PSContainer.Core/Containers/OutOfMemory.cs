using System.Globalization;
using PSContainer.Errors;

namespace PSContainer.Containers;

/// <summary>The error of a command that the kernel killed for want of memory.</summary>
internal static class OutOfMemory
{
    /// <summary>Its id.</summary>
    public const string ErrorId = "Command.OomKilled";

    /// <param name="limit">The container's memory limit, in bytes; null for none.</param>
    public static ContainerException Error(long? limit) => new(
        ErrorId, ErrorKind.OperationFailed, $"The kernel killed the command: {Reason(limit)}", limit,
        limit is null ? "Free memory of the machine, or have the command use less." : "Raise -Memory, or have the command use less.");

    /// <summary>What is said of a command that went on when another of its container's processes was killed.</summary>
    public static string Warning(long? limit) => $"The kernel killed a process of the container: {Reason(limit)}";

    private static string Reason(long? limit) => limit is { } bytes
        ? string.Create(CultureInfo.InvariantCulture, $"the container had used its memory limit of {bytes} bytes ({bytes / (1024.0 * 1024):0.##} MB).")
        : "there was no memory left.";
}
