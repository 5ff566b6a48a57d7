namespace PSContainer.Hosting;

/// <summary>Whether this kernel and this user can do something that containers are made of.</summary>
public enum ContainerHostStatus
{
    /// <summary>It is there.</summary>
    Ok,

    /// <summary>Containers run, but not with all that the module offers.</summary>
    Limited,

    /// <summary>Containers do not run, or not as safely as they should.</summary>
    Missing,
}
