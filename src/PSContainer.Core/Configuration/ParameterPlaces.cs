using System.Globalization;
using PSContainer.Json;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Configuration;

/// <summary>Which parameter of the cmdlets a place in a runtime spec comes from.</summary>
internal static class ParameterPlaces
{
    private const string Args = "$.process.args", Env = "$.process.env", Rlimits = "$.process.rlimits", Mounts = "$.mounts",
        Annotations = "$.annotations", Namespaces = "$.linux.namespaces", Devices = "$.linux.devices", Sysctl = "$.linux.sysctl",
        Seccomp = "$.linux.seccomp";

    // The longest first where one begins another.
    private static readonly (string Path, string Parameter)[] s_plain =
    [
        ("$.hostname", "-Hostname"), ("$.domainname", "-DomainName"), ("$.root", "-RootPath"), ("$.process.cwd", "-WorkingDirectory"),
        ("$.process.user", "-User"), ("$.process.capabilities", "-Capability"), ("$.process.oomScoreAdj", "-OomScoreAdjust"),
        ("$.linux.uidMappings", "-UidMap"), ("$.linux.gidMappings", "-GidMap"), ("$.linux.timeOffsets.boottime", "-BootTimeOffset"),
        ("$.linux.timeOffsets.monotonic", "-MonotonicOffset"), ("$.linux.resources.memory.reservation", "-MemoryReservation"),
        ("$.linux.resources.memory.swap", "-MemorySwap"), ("$.linux.resources.memory", "-Memory"), ("$.linux.resources.cpu.cpus", "-CpuSet"),
        ("$.linux.resources.cpu.shares", "-CpuWeight"), ("$.linux.resources.cpu", "-Cpu"), ("$.linux.resources.pids", "-PidsLimit"),
        ("$.linux.resources.blockIO", "-IOWeight"), ("$.linux.resources.devices", "-Device"),
    ];

    /// <summary>The parameter, with the name of what is meant where it takes more than one; null where there is none.</summary>
    /// <param name="path">The place: <c>$.process.env[4]</c>.</param>
    /// <param name="spec">The spec, where it is at hand.</param>
    public static string? Of(string path, RuntimeSpec? spec) => path switch
    {
        _ when Begins(path, Args) => Argument(Index(path, Args)),
        _ when Begins(path, Env) => Named("-Environment", At(spec?.Process?.Env, Index(path, Env))?.Split('=')[0]),
        _ when Begins(path, Rlimits) => Named("-Ulimit", At(spec?.Process?.Rlimits, Index(path, Rlimits)) is { } limit ? UlimitParser.NameOf(limit.Type) : null),
        _ when Begins(path, Mounts) => Mount(path, At(spec?.Mounts, Index(path, Mounts))),
        _ when Begins(path, Annotations) => Named("-ContainerLabel", Key(path, Annotations).Replace(LabelAnnotation.Prefix, "", StringComparison.Ordinal)),
        _ when Begins(path, Namespaces) => Named("-JoinNamespace", At(spec?.Linux?.Namespaces, Index(path, Namespaces))?.Type.ToString()),
        _ when Begins(path, Devices) => Named("-Device", At(spec?.Linux?.Devices, Index(path, Devices))?.Path),
        _ when Begins(path, Sysctl) => Named("-Sysctl", Key(path, Sysctl)),
        // Its author wrote JSON, and knows the places in it.
        _ when Begins(path, Seccomp) => $"In the profile of -SeccompProfile, ${path[Seccomp.Length..]}",
        "$.linux.timeOffsets" => spec?.Linux?.TimeOffsets?.Boottime is null ? "-MonotonicOffset" : "-BootTimeOffset",
        _ => Array.Find(s_plain, plain => Begins(path, plain.Path)).Parameter,
    };

    /// <summary>The name between the brackets after a path: <c>$.linux.sysctl["kernel.sem"]</c>.</summary>
    public static string Key(string path, string before)
    {
        string rest = path[before.Length..];
        int end = rest.LastIndexOf("\"]", StringComparison.Ordinal);
        return rest.StartsWith("[\"", StringComparison.Ordinal) && end > 1 ? rest[2..end] : rest.TrimStart('.');
    }

    private static bool Begins(string path, string with) =>
        path.StartsWith(with, StringComparison.Ordinal) && (path.Length == with.Length || path[with.Length] is '.' or '[');

    private static string Named(string parameter, string? name) =>
        string.IsNullOrEmpty(name) ? parameter : $"{parameter} {JsonText.Show(name)}";

    private static string Argument(int index) => index < 1 ? "The command" : string.Create(CultureInfo.InvariantCulture, $"Argument {index} of the command");

    private static string Mount(string path, MountSpec? mount)
    {
        string name = Named("-Mount", mount?.Destination);
        return path switch
        {
            _ when path.EndsWith("].destination", StringComparison.Ordinal) => $"The target of {name}",
            _ when path.EndsWith("].source", StringComparison.Ordinal) => $"The source of {name}",
            _ when path.Contains("].options", StringComparison.Ordinal) => $"An option of {name}",
            _ => name,
        };
    }

    private static int Index(string path, string before)
    {
        int close = path.IndexOf(']', before.Length);
        return close > before.Length && int.TryParse(path.AsSpan(before.Length + 1, close - before.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : -1;
    }

    private static T? At<T>(List<T>? list, int index) where T : class => list is not null && index >= 0 && index < list.Count ? list[index] : null;
}
