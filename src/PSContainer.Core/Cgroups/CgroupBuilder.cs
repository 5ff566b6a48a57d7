using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>Makes a container's cgroup. Whatever fails, nothing of it stays.</summary>
internal sealed class CgroupBuilder
{
    private readonly CgroupLayout _layout;
    private readonly CgroupRequest _request;
    private readonly string? _path;
    private readonly CgroupControllers _required;
    private readonly List<CgroupDirectory> _made = [];

    /// <exception cref="ContainerException">The request is wrong, or wants what the machine has not got.</exception>
    public CgroupBuilder(CgroupLayout layout, CgroupRequest request)
    {
        _layout = layout;
        _request = request;
        _path = string.IsNullOrEmpty(request.Path) ? null : CgroupPath.Normalize(request.Path);
        _required = request.Resources is null ? CgroupControllers.None : ResourceNeeds.Of(request.Resources);
        _required &= request.SkipDevices ? ~CgroupControllers.Devices : CgroupControllers.All;
        CheckMachine();
    }

    public Cgroup Build()
    {
        try
        {
            MakeAll();
            var cgroup = new Cgroup(_made);
            if (_request.Resources is { } resources)
            {
                CgroupResources.ApplyChecked(cgroup, resources, _request.SkipDevices);
            }

            return cgroup;
        }
        catch (ContainerException e) when (_request.IsOptional && _required == 0 && e.Kind == ErrorKind.PermissionDenied)
        {
            CgroupRemover.Undo(_made);
            return new Cgroup([]);
        }
        catch
        {
            CgroupRemover.Undo(_made);
            throw;
        }
    }

    private void CheckMachine()
    {
        if (_request.Resources is { } resources)
        {
            ResourceCheck.Check(resources);
            UnifiedResources.CheckMachine(_layout.Unified, resources.Unified);
        }

        foreach (CgroupControllers one in ControllerNames.Each(_required))
        {
            bool builtIn = _layout.Unified is not null && (one & ControllerNames.UnifiedBuiltIn) != 0;
            if (!builtIn && _layout.Find(one) is null)
            {
                throw CgroupErrors.NoController(one, ResourceNeeds.PropertyOf(one), "no cgroup hierarchy of this machine has its controller");
            }
        }
    }

    private void MakeAll()
    {
        foreach (CgroupHierarchy hierarchy in _layout.Hierarchies)
        {
            if (hierarchy.IsUnified)
            {
                MakeUnified(hierarchy);
            }
            else if ((hierarchy.Controllers & (_required | _request.Controllers | ForEnding)) != 0)
            {
                MakeLegacy(hierarchy);
            }
        }
    }

    // A container must be found again to be ended: without version 2, the freezer's group is the one that always is.
    private CgroupControllers ForEnding => _layout.Unified is null ? CgroupControllers.Freezer : CgroupControllers.None;

    private void MakeLegacy(CgroupHierarchy hierarchy)
    {
        string above = IsAbsolute ? hierarchy.MountPoint : hierarchy.OwnDirectory ?? hierarchy.MountPoint;
        CgroupDirectory group = MakeGroup(above, CgroupDirectoryKind.Legacy, hierarchy.Controllers);
        if (group.Has(CgroupControllers.CpuSet))
        {
            CgroupCpuSet.Initialize(group.Path, hierarchy.MountPoint);
        }
    }

    // Beside version 1, the group in version 2 is a convenience: to be cloned into, frozen and ended at once.
    private void MakeUnified(CgroupHierarchy hierarchy)
    {
        CgroupControllers required = _required & ControllerNames.Unified & ~LegacyControllers;
        CgroupControllers wanted = required;
        if (_layout.Mode == CgroupMode.Unified && _request.Controllers != CgroupControllers.None)
        {
            wanted |= _request.Controllers & ControllerNames.Unified & hierarchy.Controllers;
        }

        try
        {
            string above = IsAbsolute ? hierarchy.MountPoint : UnifiedPlace.Find(hierarchy, required, wanted);
            CgroupDirectory group = MakeGroup(above, CgroupDirectoryKind.Unified, CgroupControllers.None);
            UnifiedPlace.Enable(group, above, required, wanted);
        }
        catch (ContainerException e) when (_layout.Mode == CgroupMode.Hybrid && required == 0 && e.Kind == ErrorKind.PermissionDenied)
        {
            // What version 1 gives is enough.
        }
    }

    private CgroupControllers LegacyControllers
    {
        get
        {
            var all = CgroupControllers.None;
            foreach (CgroupHierarchy hierarchy in _layout.Hierarchies)
            {
                all |= hierarchy.IsUnified ? CgroupControllers.None : hierarchy.Controllers;
            }

            return all;
        }
    }

    private bool IsAbsolute => _path is not null && _path[0] == '/';

    private CgroupDirectory MakeGroup(string above, CgroupDirectoryKind kind, CgroupControllers controllers)
    {
        string name = _path?.TrimStart('/') ?? _request.Name;
        return CgroupMaker.Make(above, name, kind, controllers, isOurName: _path is null && !_request.IsNamedById, _made);
    }
}
