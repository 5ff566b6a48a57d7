using System.Buffers;
using System.Globalization;
using PSContainer.Configuration;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>One more process in a container that runs: like the container's own, but for what is said.</summary>
internal static class ProcessRequest
{
    /// <summary>The OCI process document.</summary>
    /// <exception cref="Errors.ContainerException">The container is gone, has no such user, or what is asked is wrong.</exception>
    public static byte[] Create(
        Container container, IReadOnlyList<string> command, string? user, IReadOnlyDictionary<string, string> environment, string? workingDirectory,
        Action<ProcessSpec>? adjust = null)
    {
        ProcessSpec process = Own(container);
        process.Args = [.. command];
        process.Cwd = workingDirectory ?? process.Cwd;
        process.Env = [.. (process.Env ?? []).Where(entry => !environment.ContainsKey(entry.Split('=')[0])), .. environment.Select(static pair => $"{ProcessDefaults.VariableName(pair.Key)}={pair.Value}")];
        if (user is not null)
        {
            process.User = UserResolver.Resolve(user, RootOf(container));
            DropForUser(process);
        }

        adjust?.Invoke(process);
        ParameterErrors.Validate(process);
        var buffer = new ArrayBufferWriter<byte>(2 << 10);
        RuntimeSpecWriter.Write(process, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The root in whose databases a container's users are.</summary>
    public static RootView RootOf(Container container) =>
        container.RootPath ?? (container.Image is null ? "/" : string.Create(CultureInfo.InvariantCulture, $"/proc/{container.ProcessId}/root"));

    private static ProcessSpec Own(Container container)
    {
        using ContainerFolder folder = container.Store.Open(container.Id);
        return folder.ReadSpec() is { } spec && RuntimeSpecReader.Read(spec).Process is { } process
            ? process
            : ProcessDefaults.Build(new ContainerOptions());
    }

    // As at the start of a container: a user other than root begins without capabilities.
    private static void DropForUser(ProcessSpec process)
    {
        if (process is { User.Uid: > 0, Capabilities: { } sets })
        {
            process.Capabilities = new LinuxCapabilities { Bounding = sets.Bounding };
        }
    }
}
