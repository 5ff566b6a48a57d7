using static PSContainer.Hosting.ContainerHostCheck;

namespace PSContainer.Hosting;

/// <summary>What confines a container besides its namespaces.</summary>
internal static class SecurityChecks
{
    private const string Actions = "/proc/sys/kernel/seccomp/actions_avail";

    public static IEnumerable<ContainerHostCheck> Run(HostView host) => [Seccomp(host), SecurityModule(host)];

    private static ContainerHostCheck Seccomp(HostView host)
    {
        const string name = "Seccomp";
        if (host.Read(Actions) is not { Length: > 0 } actions)
        {
            return Missing(name, "This kernel filters no system calls.", "Run a kernel with CONFIG_SECCOMP_FILTER.");
        }

        return actions.Split(' ').Contains("user_notif")
            ? Ok(name, actions)
            : Limited(name, $"{actions}: no filter can ask a supervisor.", "Run Linux 5.0 or later, outside of gVisor and the like.");
    }

    private static ContainerHostCheck SecurityModule(HostView host)
    {
        const string name = "SecurityModule";
        if (host.Read("/sys/module/apparmor/parameters/enabled") is "Y")
        {
            return Ok(name, "AppArmor");
        }

        return host.Read("/sys/fs/selinux/enforce") is { } enforce
            ? Ok(name, enforce == "1" ? "SELinux, enforcing" : "SELinux, permissive")
            : Limited(
                name, "Neither AppArmor nor SELinux is active: no profile or label can be given to a container.",
                "Boot a kernel that has one with lsm=…,apparmor or lsm=…,selinux.");
    }
}
