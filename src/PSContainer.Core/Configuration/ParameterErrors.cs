using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>
/// Says what is wrong with a spec in the words of those who gave parameters: they never saw its JSON. Errors that name no place of the
/// spec stay as they are.
/// </summary>
internal static class ParameterErrors
{
    // The one place that is two: both are of one controller.
    private const string Processors = "linux.resources.cpu.cpus or mems";

    /// <summary>The error as a user of parameters understands it.</summary>
    /// <param name="error">An error about a spec that was made of parameters, or about limits.</param>
    /// <param name="spec">The spec, where it is at hand: what is in a list is then called by its name.</param>
    public static ContainerException Translate(ContainerException error, RuntimeSpec? spec = null)
    {
        string path = PathOf(error.Message);
        if (path.Length == 0 || ParameterPlaces.Of(Normal(path), spec) is not { } parameter)
        {
            return error;
        }

        string problem = error.Message[path.Length..];
        problem = error.Remedy is { } remedy && problem.EndsWith(remedy, StringComparison.Ordinal) ? problem[..^remedy.Length].TrimEnd() : problem;
        (string own, string? help) = InOwnWords(error, Normal(path), problem, spec);
        return new ContainerException(error.ErrorId, error.Kind, parameter + own, parameter, help, error.InnerException);
    }

    /// <summary>As <see cref="Translate"/>, for what the checks of a spec throw.</summary>
    public static void Validate(RuntimeSpec spec)
    {
        try
        {
            RuntimeSpecValidator.Validate(spec);
        }
        catch (ContainerException error)
        {
            throw Translate(error, spec);
        }
    }

    /// <summary>As <see cref="Translate"/>, for a command in a container that runs.</summary>
    public static void Validate(ProcessSpec process)
    {
        var spec = new RuntimeSpec { Process = process, Root = new RootSpec { Path = "/" } };
        Validate(spec);
    }

    // The place comes first, and ends at a blank: none is in a name but between quotes.
    private static string PathOf(string message)
    {
        if (!message.StartsWith("$.", StringComparison.Ordinal) && !message.StartsWith("linux.", StringComparison.Ordinal))
        {
            return "";
        }

        if (message.StartsWith(Processors, StringComparison.Ordinal))
        {
            return Processors;
        }

        int quoted = message.IndexOf("[\"", StringComparison.Ordinal);
        int blank = message.IndexOf(' ', StringComparison.Ordinal);
        int from = quoted >= 0 && quoted < blank ? Math.Max(0, message.IndexOf("\"]", quoted, StringComparison.Ordinal)) : 0;
        return message.IndexOf(' ', from) is > 0 and int end ? message[..end] : "";
    }

    private static string Normal(string path) => path == Processors ? "$.linux.resources.cpu.cpus" : path.StartsWith('$') ? path : "$." + path;

    private static (string Problem, string? Remedy) InOwnWords(ContainerException error, string path, string problem, RuntimeSpec? spec) => error.ErrorId switch
    {
        "Spec.CwdInvalid" => (problem, "Give an absolute path in the container, such as /srv."),
        "Spec.RlimitDuplicate" => (" is given twice.", "Give each limit once, soft and hard together: nofile=1024:4096."),
        "Spec.DomainnameConflict" => (problem.Replace("$.linux.sysctl", "-Sysctl", StringComparison.Ordinal), "Leave out one of them."),
        "Spec.SysctlNotNamespaced" => Sysctl(ParameterPlaces.Key(path, "$.linux.sysctl"), problem, error.Remedy, spec),
        "Spec.TimeOffsetJoined" => (problem, "Leave it out, or join no Time namespace."),
        "Spec.MountDestination" => (problem, "Mount it elsewhere."),
        _ => (problem, error.Remedy),
    };

    private static (string Problem, string? Remedy) Sysctl(string key, string problem, string? remedy, RuntimeSpec? spec) => SysctlRules.OwnerOf(key) switch
    {
        null when SysctlRules.IsHostname(key) => (" has a parameter of its own.", "Use -Hostname."),
        { } owner => (problem, $"Add {owner} to -Namespace: {string.Join(", ", Made(spec).Append(owner))}."),
        _ => (problem, remedy),
    };

    private static IEnumerable<NamespaceKind> Made(RuntimeSpec? spec) =>
        (spec?.Linux?.Namespaces ?? []).Where(static item => item.Path is null).Select(static item => item.Type);
}
