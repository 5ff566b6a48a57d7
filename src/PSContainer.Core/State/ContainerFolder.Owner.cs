using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.State;

internal sealed partial class ContainerFolder
{
    // A reservation and its first state are less than a millisecond apart.
    private static readonly TimeSpan s_reservationTime = TimeSpan.FromSeconds(2);

    private FileLock? _owner;

    /// <summary>The descriptor that keeps the container owned, or -1: whoever inherits it owns the container too.</summary>
    public int OwnerDescriptor => _owner?.Descriptor ?? -1;

    /// <summary>Makes the caller the container's owner, until it ends or disposes of this object.</summary>
    /// <exception cref="ContainerException"><c>Container.Owned</c>: it has one.</exception>
    public void TakeOwnership()
    {
        int errno = TryTakeOwnership();
        if (errno != 0)
        {
            throw Failure("Own", "Locking the container", StateFile.Lock, "openat", errno);
        }
    }

    /// <inheritdoc cref="TakeOwnership"/>
    /// <returns>0, or the error number where the lock's file cannot be made.</returns>
    public int TryTakeOwnership()
    {
        int errno = Directory.TryOpenFile(StateFile.Lock, O_RDWR | O_CREAT, out int fd);
        if (errno == 0)
        {
            _owner = FileLock.TryOwn(fd, Directory.PathOf(StateFile.Lock)) ?? throw StateErrors.Owned(Id);
        }

        return errno;
    }

    /// <summary>Whether a launcher or monitor looks after the container.</summary>
    public bool IsOwnerAlive()
    {
        int errno = Directory.TryOpenFile(StateFile.Lock, O_RDONLY, out int fd);
        return errno == 0 && FileLock.IsHeld(fd, Directory.PathOf(StateFile.Lock));
    }

    /// <summary>Whether the id has been reserved just now, and the first state is about to be written.</summary>
    public bool IsBeingReserved() =>
        IsOwnerAlive() || (DateTimeOffset.UtcNow - Directory.Status().Changed).Duration() < s_reservationTime;
}
