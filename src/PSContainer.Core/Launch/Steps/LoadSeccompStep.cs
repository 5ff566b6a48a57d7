using PSContainer.Errors;
using PSContainer.Seccomp;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Puts the process under a filter of system calls, for good. It takes no_new_privs or CAP_SYS_ADMIN, and whatever comes after it
/// has to be allowed by it.
/// </summary>
internal sealed class LoadSeccompStep(SeccompProgram program) : LaunchStep
{
    public override string Name => "Seccomp";

    public override string Description =>
        $"load a seccomp filter of {program.Instructions.Length} instructions{(program.UsesListener ? ", and hand its listener on" : "")}";

    public override void Execute(LaunchContext context)
    {
        int listener = LinuxException.Check(program.Load(), "seccomp");
        if (program.UsesListener && context.SeccompListener is { } word)
        {
            word.Value = listener + 1;
        }
    }
}
