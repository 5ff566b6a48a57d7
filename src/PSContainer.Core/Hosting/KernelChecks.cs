using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Hosting.ContainerHostCheck;

namespace PSContainer.Hosting;

/// <summary>The kernel's version, and the calls without which there is no launch.</summary>
internal static class KernelChecks
{
    private static readonly Version s_needed = new(5, 12);
    private static readonly Version s_recommended = new(6, 0);

    // A file of /proc/sys or a version says what the kernel has; only a call says what a filter around this process lets through.
    private static readonly (string Name, KernelCall[] Calls)[] s_calls =
    [
        ("Clone3", [KernelCall.Clone3]), ("Pidfd", [KernelCall.PidfdOpen]), ("OpenAt2", [KernelCall.OpenAt2]),
        ("CloseRange", [KernelCall.CloseRange]), ("MountApi", [KernelCall.OpenTree, KernelCall.MountSetAttr]),
    ];

    public static IEnumerable<ContainerHostCheck> Run(HostView host) =>
        s_calls.Select(call => Call(host, call.Name, call.Calls)).Prepend(Version(host));

    private static ContainerHostCheck Version(HostView host)
    {
        const string name = "Kernel";
        string release = $"Linux {host.KernelRelease}";
        if (host.KernelVersion < s_needed)
        {
            return Missing(name, $"{release} is too old.", $"Run Linux {s_needed} or later; {s_recommended} or later is recommended.");
        }

        return host.KernelVersion < s_recommended
            ? Limited(name, $"{release} works, without the newer kernels' speed and fixes.", $"Run Linux {s_recommended} or later.")
            : Ok(name, release);
    }

    private static ContainerHostCheck Call(HostView host, string name, KernelCall[] calls)
    {
        foreach (KernelCall call in calls)
        {
            int error = host.Probe(call);
            if (error is Errno.ENOSYS or Errno.EPERM)
            {
                return Refused(host, name, NameOf(call), error);
            }
        }

        return Ok(name, string.Join(", ", calls.Select(NameOf)));
    }

    private static ContainerHostCheck Refused(HostView host, string name, string call, int error) => host.KernelVersion < s_needed
        ? Missing(name, $"This kernel has no {call}.", $"Run Linux {s_needed} or later.")
        : Missing(
            name, $"The call {call} is refused ({Errno.Name(error)}): a seccomp filter around this process blocks it.",
            $"Allow {call} in the seccomp profile of the container or sandbox that PowerShell runs in, or run it outside.");

    private static string NameOf(KernelCall call) => call switch
    {
        KernelCall.Clone3 => "clone3",
        KernelCall.PidfdOpen => "pidfd_open",
        KernelCall.OpenAt2 => "openat2",
        KernelCall.CloseRange => "close_range",
        KernelCall.OpenTree => "open_tree",
        _ => "mount_setattr",
    };
}
