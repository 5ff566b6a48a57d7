using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Checks what a configuration means: each value within bounds, and all of them together.</summary>
/// <remarks>It looks at nothing but the configuration, so what it passes may still be refused by a kernel. The first thing
/// that is wrong is thrown, with an id such as <c>Spec.IdMapOverlap</c> and the JSON path in the message.</remarks>
public static class RuntimeSpecValidator
{
    /// <summary>Checks a container's configuration.</summary>
    /// <param name="spec">The configuration.</param>
    /// <param name="warnings">Gets a sentence for each thing that works but is deprecated.</param>
    /// <exception cref="ContainerException">Something in it is wrong.</exception>
    public static void Validate(RuntimeSpec spec, ICollection<string>? warnings = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        LinuxSpec linux = spec.Linux ?? new LinuxSpec();
        var namespaces = new NamespaceSet(linux.Namespaces);
        Version(spec.OciVersion);
        RootRules.Check(spec.Root);
        if (spec.Process is not null)
            ProcessRules.Check(spec.Process, "$.process");
        MountRules.Check(spec.Mounts, warnings);
        HookRules.Check(spec.Hooks);
        HostnameRules.Check(spec, namespaces);
        Linux(linux, namespaces);
        Annotations(spec.Annotations);
    }

    /// <summary>Checks a process, as given to <c>exec</c>.</summary>
    /// <exception cref="ContainerException">Something in it is wrong.</exception>
    public static void Validate(ProcessSpec process) => ProcessRules.Check(process, "$");

    /// <summary>Checks resource limits, as given to <c>update</c>.</summary>
    /// <exception cref="ContainerException">Something in them is wrong.</exception>
    public static void Validate(LinuxResources resources) => ResourceRules.Check(resources, "$");

    /// <summary>Checks a seccomp profile.</summary>
    /// <exception cref="ContainerException">Something in it is wrong.</exception>
    public static void Validate(LinuxSeccomp seccomp) => SeccompRules.Check(seccomp, "$");

    private static void Version(string version)
    {
        if (!OciVersions.IsSupported(version))
            throw SpecError.At("Version", "$.ociVersion", $"is '{version}', and only versions 1.x are supported");
    }

    private static void Annotations(Dictionary<string, string>? annotations)
    {
        foreach ((string key, string value) in annotations ?? [])
        {
            if ((TextRules.Problem(key) ?? TextRules.Problem(value)) is { } problem)
                throw SpecError.At("TextInvalid", $"$.annotations[\"{JsonText.Show(key)}\"]", problem);
        }
    }

    private static void Linux(LinuxSpec linux, NamespaceSet namespaces)
    {
        NamespaceRules.Check(linux.Namespaces);
        IdMapRules.Check(linux, namespaces);
        TimeRules.Check(linux.TimeOffsets, namespaces);
        PathRules.Check(linux, namespaces);
        DeviceRules.Check(linux.Devices);
        CgroupRules.Check(linux.CgroupsPath);
        SysctlRules.Check(linux.Sysctl, namespaces);
        MachineRules.Check(linux, namespaces);
        if (linux.Resources is not null)
            ResourceRules.Check(linux.Resources, "$.linux.resources");
        if (linux.Seccomp is not null)
            SeccompRules.Check(linux.Seccomp, "$.linux.seccomp");
    }
}
