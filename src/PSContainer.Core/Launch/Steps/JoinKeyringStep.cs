using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Leaves the caller's session keyring for one of the container's, so that the caller's keys cannot be read inside.</summary>
/// <remarks>
/// It has no name: whoever had made one of that name before would share it, and the kernel looks through the names of all that
/// there are.
/// </remarks>
internal sealed class JoinKeyringStep : LaunchStep
{
    public override string Name => "Keyring";

    public override string Description => "join a session keyring of the container's own";

    public override void Execute(LaunchContext context)
    {
        // A kernel without keys has none to hide; a filter around us that forbids keyctl hides them itself.
        if (JoinNewSessionKeyring() < 0 && errno is var error && error != ENOSYS && error != EPERM)
        {
            throw new LinuxException("keyctl", error);
        }
    }
}
