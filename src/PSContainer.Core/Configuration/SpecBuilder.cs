using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Configuration;

/// <summary>Turns what a user asks into an OCI runtime spec, safe where nothing was asked.</summary>
internal static class SpecBuilder
{
    /// <summary>The namespaces that a container has of its own unless others are asked for.</summary>
    public static IReadOnlyList<NamespaceKind> DefaultNamespaces { get; } =
        [NamespaceKind.Pid, NamespaceKind.Mount, NamespaceKind.Uts, NamespaceKind.Ipc, NamespaceKind.Network, NamespaceKind.Cgroup];

    /// <summary>Builds the spec.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="id">The container's id, which names the host where nothing else does.</param>
    /// <param name="caller">Who asks, where.</param>
    /// <exception cref="ContainerException">What is asked contradicts itself or cannot be had.</exception>
    public static RuntimeSpec Build(ContainerOptions options, string id, CallerFacts caller)
    {
        NamespaceKind[] made = Namespaces(options, caller);
        bool ownMounts = made.Contains(NamespaceKind.Mount);
        var spec = new RuntimeSpec
        {
            Process = ProcessDefaults.Build(options),
            Root = ownMounts ? Root(options) : new RootSpec { Path = "/" },
            Hostname = HostName(options, made, id),
            Domainname = options.DomainName,
            Mounts = ownMounts ? MountDefaults.Build(options, made, caller) : NoMounts(options),
            Annotations = Annotations(options),
            Linux = new LinuxSpec
            {
                Namespaces = [.. made.Select(static kind => new LinuxNamespace { Type = kind }), .. options.Joins],
                TimeOffsets = options.TimeOffsets,
                Resources = options.Resources,
                Seccomp = options.Seccomp.Build(options.Capabilities),
                MaskedPaths = ownMounts && !options.Privileged ? [.. PathDefaults.Masked] : null,
                ReadonlyPaths = ownMounts && !options.Privileged ? [.. PathDefaults.ReadOnly] : null,
                Sysctl = options.Sysctl.Count > 0 ? new(options.Sysctl) : null,
            },
        };
        DeviceOptions.Apply(spec, options, made);
        IdMapDefaults.Apply(spec.Linux, options, made, caller);
        ParameterErrors.Validate(spec);
        return spec;
    }

    // Without privileges every other namespace takes a user namespace of one's own.
    private static NamespaceKind[] Namespaces(ContainerOptions options, CallerFacts caller)
    {
        IEnumerable<NamespaceKind> wanted = options.Namespaces ?? DefaultNamespaces;
        if (options.TimeOffsets is not null)
        {
            wanted = wanted.Append(NamespaceKind.Time);
        }

        if (options.UidMappings.Count > 0 || options.GidMappings.Count > 0 || !caller.IsPrivileged)
        {
            wanted = wanted.Append(NamespaceKind.User);
        }

        return [.. wanted.Distinct().Where(kind => !options.Joins.Any(join => join.Type == kind))];
    }

    private static RootSpec Root(ContainerOptions options) => options.RootPath is { } path
        ? new RootSpec { Path = path, Readonly = options.ReadOnly }
        : new RootSpec { Path = "/", Readonly = !options.Writable };

    private static string? HostName(ContainerOptions options, NamespaceKind[] made, string id)
    {
        foreach ((string? name, string what) in new[] { (options.HostName, "host name"), (options.DomainName, "domain name") })
        {
            if (name is not null)
            {
                HostNames.Check(name, what);
                RequireUts(options, made, what);
            }
        }

        return options.HostName ?? (made.Contains(NamespaceKind.Uts) ? ContainerId.ShortId(id) : null);
    }

    private static void RequireUts(ContainerOptions options, NamespaceKind[] made, string what)
    {
        if (!made.Contains(NamespaceKind.Uts) && !options.Joins.Any(static join => join.Type == NamespaceKind.Uts))
        {
            throw new ContainerException(
                "HostName.NoUtsNamespace", ErrorKind.InvalidArgument, $"A {what} of its own takes a Uts namespace: without one it would be the host's.",
                options.HostName ?? options.DomainName, "Add Uts to -Namespace.");
        }
    }

    private static List<MountSpec>? NoMounts(ContainerOptions options) =>
        options.Mounts.Count == 0 && options.RootPath is null ? null : throw new ContainerException(
            "Spec.MountNamespaceMissing", ErrorKind.InvalidArgument,
            "A root of its own and mounts need a mount namespace of their own: without one they would change the host.",
            options.RootPath ?? options.Mounts[0].Destination, "Add Mount to -Namespace.");

    private static Dictionary<string, string>? Annotations(ContainerOptions options)
    {
        Dictionary<string, string> all = new(options.Annotations);
        foreach ((string name, string value) in options.Labels)
        {
            all[LabelAnnotation.Prefix + Named(name)] = value;
        }

        return all.Count == 0 ? null : all;
    }

    private static string Named(string label) => label.Length > 0 ? label : throw new ContainerException(
        "Label.Invalid", ErrorKind.InvalidArgument, "A label has no name.", label, "Write @{ name = 'value' }.");
}
