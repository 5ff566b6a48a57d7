using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Leaves the caller's session keyring for one of the container's, so that the caller's keys cannot be read inside.</summary>
internal sealed unsafe class JoinKeyringStep(string id) : LaunchStep
{
    private readonly CString _name = new("_ses." + id);

    public override string Name => "Keyring";

    public override string Description => "join a session keyring of the container's own";

    public override void Execute(LaunchContext context)
    {
        fixed (byte* name = _name)
        {
            // A kernel without keys has none to hide; a filter around us that forbids keyctl hides them itself.
            if (JoinSessionKeyring(name) < 0 && errno is var error && error != ENOSYS && error != EPERM)
            {
                throw new LinuxException("keyctl", error, _name.ToString());
            }
        }
    }
}
