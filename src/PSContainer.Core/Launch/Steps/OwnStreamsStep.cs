using PSContainer.Errors;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Gives stdin, stdout and stderr to the container's user, who could not open them by <c>/dev/stdout</c> or <c>/proc/self/fd</c>
/// otherwise. Not /dev/null, which is everybody's.
/// </summary>
internal sealed unsafe class OwnStreamsStep(uint uid, uint gid) : LaunchStep
{
    public override string Name => "Streams";

    public override string Description => $"give stdin, stdout and stderr to user {uid}";

    public override void Execute(LaunchContext context)
    {
        for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        {
            stat status;
            if (!IsOpen(file, &status) || IsNull(status) || (status.st_uid == uid && status.st_gid == gid))
            {
                continue;
            }

            // What belongs to nobody here (a user namespace), or lies on a file system without owners, stays as it is.
            uint group = (uint)status.st_mode is var mode && (mode & 0xf000) == 0x2000 ? uint.MaxValue : gid;
            if (fchown(file, uid, group) < 0 && errno is var error && error != EPERM && error != EINVAL && error != EROFS)
            {
                throw new LinuxException("fchown", error, "a standard stream");
            }
        }
    }

    private static bool IsOpen(int file, stat* status) =>
        fstat(file, status) == 0 || (errno == EBADF ? false : throw LinuxException.FromLastError("fstat", "a standard stream"));

    private static bool IsNull(in stat status) =>
        ((uint)status.st_mode & 0xf000) == HostDevice.Null.TypeBits && (ulong)status.st_rdev == HostDevice.Null.Number;
}
