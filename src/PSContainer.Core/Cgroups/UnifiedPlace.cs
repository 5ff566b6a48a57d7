using System.Text;
using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>
/// Where in version 2 a container's group can be, and the controllers for it. A group with processes cannot hand controllers
/// to its children (the root can), so the place is usually beside the caller's group; and an unprivileged user may only work
/// inside what was delegated. See "No Internal Process Constraint" in the kernel's <c>cgroup-v2.rst</c>.
/// </summary>
internal static class UnifiedPlace
{
    /// <summary>The nearest group, from the caller's upwards, whose children can have what is required.</summary>
    /// <exception cref="ContainerException">There is none.</exception>
    public static string Find(CgroupHierarchy hierarchy, CgroupControllers required, CgroupControllers wanted)
    {
        string own = hierarchy.OwnDirectory ?? hierarchy.MountPoint;
        bool mayStay = wanted == CgroupControllers.None || own.Length == hierarchy.MountPoint.Length;
        string place = mayStay ? own : CgroupPath.Parent(own);
        var lacking = CgroupControllers.None;
        bool mayWrite = false;
        for (; place.Length >= hierarchy.MountPoint.Length; place = CgroupPath.Parent(place))
        {
            if (MayWrite(place))
            {
                mayWrite = true;
                lacking = EnableAt(place, required, wanted);
                if (lacking == CgroupControllers.None)
                {
                    return place;
                }
            }
        }

        throw mayWrite ? Lacking(lacking, own) : CgroupErrors.NotDelegated(own);
    }

    /// <summary>Enables controllers for a group at an absolute path, in each group from <paramref name="top"/> down to it.</summary>
    public static void Enable(CgroupDirectory group, string top, CgroupControllers required, CgroupControllers wanted)
    {
        if (wanted == CgroupControllers.None || (wanted & ~group.Controllers) == CgroupControllers.None)
        {
            return;
        }

        EnableDown(CgroupPath.Parent(group.Path), top, required, wanted);
        group.ForgetControllers();
        if ((required & ~group.Controllers) is var lacking and not CgroupControllers.None)
        {
            throw Lacking(lacking, group.Path);
        }
    }

    private static void EnableDown(string path, string top, CgroupControllers required, CgroupControllers wanted)
    {
        if (path.Length > top.Length)
        {
            EnableDown(CgroupPath.Parent(path), top, required, wanted);
        }

        EnableAt(path, required, wanted);
    }

    /// <returns>Those of <paramref name="required"/> that children of the group will not have.</returns>
    private static CgroupControllers EnableAt(string place, CgroupControllers required, CgroupControllers wanted)
    {
        if (wanted == CgroupControllers.None)
        {
            return CgroupControllers.None;
        }

        CgroupControllers enabled = ReadList(place + "/cgroup.subtree_control");
        CgroupControllers missing = wanted & ~enabled;
        if (missing != CgroupControllers.None)
        {
            missing &= ReadList(place + "/cgroup.controllers");
            enabled |= Enable(place, missing);
        }

        return required & ~enabled;
    }

    // All in one write, or else each that can be had.
    private static CgroupControllers Enable(string place, CgroupControllers missing)
    {
        if (missing == CgroupControllers.None || Write(place, missing) == 0)
        {
            return missing;
        }

        var enabled = CgroupControllers.None;
        foreach (CgroupControllers one in ControllerNames.Each(missing))
        {
            enabled |= one != missing && Write(place, one) == 0 ? one : CgroupControllers.None;
        }

        return enabled;
    }

    private static int Write(string place, CgroupControllers controllers)
    {
        var text = new StringBuilder();
        foreach (CgroupControllers one in ControllerNames.Each(controllers))
        {
            text.Append('+').Append(Encoding.ASCII.GetString(ControllerNames.UnifiedName(one))).Append(' ');
        }

        return CgroupFile.Write(CgroupFile.AtCurrent, place + "/cgroup.subtree_control", text.ToString());
    }

    private static CgroupControllers ReadList(string file)
    {
        Span<byte> text = stackalloc byte[512];
        int length = CgroupFile.Read(CgroupFile.AtCurrent, file, text);
        return length > 0 ? ControllerNames.ParseList(text[..length]) : CgroupControllers.None;
    }

    // A process may enter a group only if the caller may write the nearest group above both where it was and where it goes.
    private static bool MayWrite(string place) => CgroupFolder.MayWrite(place) && CgroupFolder.MayWrite(place + "/cgroup.procs");

    private static ContainerException Lacking(CgroupControllers lacking, string path)
    {
        var one = (CgroupControllers)((int)lacking & -(int)lacking);
        return CgroupErrors.NoController(
            one, ResourceNeeds.PropertyOf(one),
            $"the controller '{Encoding.ASCII.GetString(ControllerNames.UnifiedName(one))}' is not available for '{path}', and could not be enabled in the groups above it");
    }
}
