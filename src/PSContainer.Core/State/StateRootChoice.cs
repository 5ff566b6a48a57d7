namespace PSContainer.State;

/// <summary>Which folder holds the containers' states of a user: a pure function of what is known of the user.</summary>
/// <param name="Uid">Effective user id.</param>
/// <param name="InUserNamespace">Whether the user's ids are mapped: root is then root of a user namespace only.</param>
/// <param name="XdgRuntimeDir">The value of <c>XDG_RUNTIME_DIR</c>, or null.</param>
internal readonly record struct StateRootChoice(uint Uid, bool InUserNamespace, string? XdgRuntimeDir)
{
    private const string Folder = "pscontainer";

    /// <summary>The folder's path.</summary>
    /// <param name="isOwnFolder">Whether a path is a directory that belongs to the user; asked only where that decides.</param>
    public string Choose(Func<string, bool> isOwnFolder)
    {
        // Root's own containers are found whatever the environment says: sudo may keep the caller's.
        if (Uid == 0 && !InUserNamespace)
        {
            return $"/run/{Folder}";
        }

        // The XDG Base Directory Specification: a path that is not absolute is to be ignored.
        if (XdgRuntimeDir is ['/', ..])
        {
            return $"{XdgRuntimeDir.TrimEnd('/')}/{Folder}";
        }

        if (Uid == 0)
        {
            return $"/run/{Folder}";
        }

        string runtimeFolder = $"/run/user/{Uid}";
        return isOwnFolder(runtimeFolder) ? $"{runtimeFolder}/{Folder}" : $"/tmp/{Folder}-{Uid}";
    }
}
