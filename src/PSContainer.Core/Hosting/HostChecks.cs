namespace PSContainer.Hosting;

/// <summary>Everything that is looked at, in the order in which a launch needs it.</summary>
internal static class HostChecks
{
    private static readonly Func<HostView, IEnumerable<ContainerHostCheck>>[] s_all =
    [
        KernelChecks.Run, ModuleChecks.Run, NamespaceChecks.Run, UserChecks.Run, CgroupChecks.Run, SecurityChecks.Run, DeviceChecks.Run,
    ];

    /// <summary>Looks at each, one after the other. Changes nothing.</summary>
    public static IEnumerable<ContainerHostCheck> Run(HostView host) => s_all.SelectMany(check => check(host));
}
