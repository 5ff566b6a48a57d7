using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>What every command begins with: environment, capabilities, no way to gain more.</summary>
internal static class ProcessDefaults
{
    /// <summary>The capabilities that Podman gives to root of a container.</summary>
    public static IReadOnlyList<string> Capabilities { get; } =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_SETFCAP", "CAP_SETGID",
        "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT",
    ];

    public static ProcessSpec Build(ContainerOptions options) => new()
    {
        Args = options.Command.Count == 0 ? null : [.. options.Command],
        Env = Environment(options),
        Cwd = options.WorkingDirectory,
        User = options.User ?? new UserSpec(),
        NoNewPrivileges = !options.Privileged,
        Rlimits = options.Rlimits.Count > 0 ? [.. options.Rlimits] : null,
        OomScoreAdj = options.OomScoreAdjust is { } adjustment ? OomScore(adjustment) : null,
        Capabilities = CapabilitiesOf(options),
    };

    private static int OomScore(int adjustment) => adjustment is >= -1000 and <= 1000 ? adjustment : throw LimitErrors.Invalid(
        "OomScore", "-OomScoreAdjust", adjustment, "has to be -1000 (killed never) to 1000 (killed first)", "Leave it out for the caller's own.");

    // A user other than root has none, and can gain none; root of the container has the default set.
    private static LinuxCapabilities CapabilitiesOf(ContainerOptions options)
    {
        List<string> all = [.. options.Capabilities];
        return options.User is { Uid: > 0 }
            ? new LinuxCapabilities { Bounding = all }
            : new LinuxCapabilities { Bounding = all, Effective = all, Permitted = all };
    }

    private static List<string> Environment(ContainerOptions options)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = options.User is { Uid: > 0 } ? "/" : "/root",
            ["TERM"] = "xterm",
            ["container"] = "pscontainer",
        };
        foreach ((string name, string value) in options.Environment)
        {
            variables[VariableName(name)] = value;
        }

        return [.. variables.Select(static variable => $"{variable.Key}={variable.Value}")];
    }

    /// <summary>The name, if an environment variable can have it.</summary>
    /// <exception cref="ContainerException"><c>Environment.InvalidName</c></exception>
    public static string VariableName(string name) => name.Length > 0 && !name.Contains('=', StringComparison.Ordinal) ? name : throw new ContainerException(
        "Environment.InvalidName", ErrorKind.InvalidArgument, $"'{name}' is no name of an environment variable.", name,
        "A name is not empty and has no '='.");
}
