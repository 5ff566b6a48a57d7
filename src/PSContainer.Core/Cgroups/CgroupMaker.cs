using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>Makes one group and the folders above it, and notes each in a list as soon as it is there.</summary>
internal static class CgroupMaker
{
    // A folder can vanish between finding it and making something in it: another container was the last to need it.
    private const int Attempts = 100;

    /// <param name="above">Where to make it; exists.</param>
    /// <param name="name">Its path below that.</param>
    /// <param name="kind">Version 1 or 2.</param>
    /// <param name="controllers">What its hierarchy has.</param>
    /// <param name="isOurName">Nobody else would choose the name: what is left under it is a dead container's.</param>
    /// <param name="made">Gets the group and the folders.</param>
    public static CgroupDirectory Make(
        string above, string name, CgroupDirectoryKind kind, CgroupControllers controllers, bool isOurName, List<CgroupDirectory> made)
    {
        var group = new CgroupDirectory(above == "/" ? "/" + name : $"{above}/{name}", kind, controllers);
        for (int attempt = 1; ; attempt++)
        {
            int result = CgroupFolder.Make(group.Path);
            if (result == 0 || (result == -Errno.EEXIST && Adopt(group, isOurName)))
            {
                break;
            }

            if (result is not (-Errno.ENOENT or -Errno.EEXIST) || attempt == Attempts)
            {
                throw Failed(group.Path, result);
            }

            if (result == -Errno.ENOENT)
            {
                MakeParent(CgroupPath.Parent(group.Path), above, made);
            }
        }

        made.Add(group);
        NoteSharedParents(group.Path, above, made);
        return group;
    }

    private static void MakeParent(string path, string above, List<CgroupDirectory> made)
    {
        if (path.Length <= above.Length)
        {
            throw CgroupErrors.Failed("Create", "be created", path, "mkdir", Errno.ENOENT);
        }

        int result = CgroupFolder.Make(path);
        if (result == 0)
        {
            CgroupFolder.Mark(path);
            Note(path, made);
        }
        else if (result == -Errno.ENOENT)
        {
            MakeParent(CgroupPath.Parent(path), above, made); // the caller's loop comes back for this one
        }
        else if (result != -Errno.EEXIST)
        {
            throw Failed(path, result);
        }
    }

    // Folders that another container of ours made: whichever is removed last takes them along.
    private static void NoteSharedParents(string path, string above, List<CgroupDirectory> made)
    {
        for (path = CgroupPath.Parent(path); path.Length > above.Length && CgroupFolder.IsMarked(path); path = CgroupPath.Parent(path))
        {
            Note(path, made);
        }
    }

    private static void Note(string path, List<CgroupDirectory> made)
    {
        if (!made.Exists(known => known.Path == path))
        {
            made.Add(new CgroupDirectory(path, CgroupDirectoryKind.Parent, CgroupControllers.None));
        }
    }

    /// <returns>False: it was a dead container's, is removed, and can be made anew.</returns>
    private static bool Adopt(CgroupDirectory group, bool isOurName)
    {
        CgroupFreezer.CheckThawed(group, isOurName);
        if (CgroupProcesses.Any(group))
        {
            throw CgroupErrors.NotEmpty(group.Path);
        }

        if (isOurName)
        {
            CgroupRemover.Remove([group], TimeSpan.Zero);
        }

        return !isOurName;
    }

    private static ContainerException Failed(string path, int result) =>
        CgroupErrors.Failed("Create", "be created", path, "mkdir", -result);
}
