using PSContainer.Errors;
using PSContainer.Launch.Steps;
using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>Plans what the kernel's security modules are told. A module that the kernel does not run cannot be, and is not passed over.</summary>
internal static class SecurityPlanner
{
    public static void Plan(List<LaunchStep> steps, ProcessSpec process, LaunchFacts facts)
    {
        if (process.ApparmorProfile is { Length: > 0 } profile)
        {
            Require(facts.HasAppArmor(), "AppArmor", "apparmorProfile", profile);
            steps.Add(SecurityLabelStep.AppArmor(profile));
        }

        if (process.SelinuxLabel is { Length: > 0 } label)
        {
            Require(facts.HasSelinux(), "Selinux", "selinuxLabel", label);
            steps.Add(SecurityLabelStep.Selinux(label));
        }
    }

    /// <summary>The option that labels a new file system; null for none.</summary>
    public static string? MountOption(RuntimeSpec spec, LaunchFacts facts)
    {
        if (spec.Linux?.MountLabel is not { Length: > 0 } label)
        {
            return null;
        }

        Require(facts.HasSelinux(), "Selinux", "mountLabel", label);
        return $"context=\"{label}\"";
    }

    private static void Require(bool present, string module, string property, string value)
    {
        if (!present)
        {
            throw new ContainerException(
                $"{module}.NotAvailable", ErrorKind.NotSupported,
                $"The {property} '{value}' cannot be honoured: this kernel does not run {(module == "Selinux" ? "SELinux" : module)}.", value,
                "Leave it out, or start the kernel with that module.");
        }
    }
}
