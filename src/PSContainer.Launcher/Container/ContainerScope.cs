using PSContainer.Cgroups;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Launcher.Container;

/// <summary>A container's cgroup where systemd makes it: a scope of the process, and so not before there is one.</summary>
internal sealed class ContainerScope
{
    private readonly SystemdTarget _systemd;
    private readonly ScopeName _name;
    private readonly CgroupRequest _request;
    private readonly Dictionary<string, string>? _annotations;
    private readonly CgroupLayout _layout = CgroupHost.Read();

    /// <param name="systemd">The manager that makes it.</param>
    /// <param name="request">What is launched.</param>
    /// <param name="spec">By what.</param>
    /// <exception cref="Errors.ContainerException">The cgroups path has not systemd's form, or a limit cannot be had here.</exception>
    public ContainerScope(SystemdTarget systemd, LaunchRequest request, RuntimeSpec spec)
    {
        _systemd = systemd;
        _name = ScopeName.Parse(spec.Linux?.CgroupsPath, request.Id, systemd.IsUser);
        _annotations = spec.Annotations;
        _request = new CgroupRequest
        {
            ContainerId = request.Id,
            Resources = spec.Linux?.Resources,
            SkipDevices = systemd.IsUser,
        };
        SystemdScope.Check(_layout, _request.Resources);
    }

    /// <summary>Makes it of a process that waits to begin.</summary>
    public Cgroup Start(int pid) => SystemdScope.Start(_systemd.Socket, _name, _request, _annotations, pid);

    /// <summary>Sets the limits in it.</summary>
    public void Limit(Cgroup scope) => SystemdScope.Limit(scope, _layout, _request);
}
