namespace PSContainer.Launch;

/// <summary>What a step that needs something opened from outside finds there.</summary>
internal abstract class OutsideContext
{
    /// <summary>The process that is set up, as the launcher sees it.</summary>
    public abstract int ProcessId { get; }

    /// <summary>Makes a user namespace with these maps and gives its descriptor, which is the caller's to close.</summary>
    public abstract int MakeIdMap(IdMaps maps);

    /// <summary>A detached mount of a device that is made for the container; -1 where the launcher may not make one.</summary>
    public abstract int MakeDevice(DeviceNode device);
}

/// <summary>
/// A step that needs what the container's process may not open or make itself: a folder that only the host's root may enter, a
/// device, a mount with mapped owners. The launcher opens it, and sends the descriptor.
/// </summary>
internal interface IOutsideStep
{
    /// <summary>Whether it has to be opened in the process's mount namespace, since it lies in what was mounted there.</summary>
    bool IsInside { get; }

    /// <summary>The device that it will ask for, or null: all are made at once.</summary>
    DeviceNode? Device { get; }

    /// <summary>Opens what is found outside of the mount namespace, before that is entered for <see cref="OpenOutside"/>.</summary>
    void Prepare(OutsideContext context)
    {
    }

    /// <summary>Opens it; called in the launcher, or a child of it.</summary>
    /// <exception cref="Errors.LinuxException">A kernel call failed.</exception>
    int OpenOutside(OutsideContext context);
}
