using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Leaves the caller's session, so that nothing can be typed into the caller's terminal with TIOCSTI (CVE-2017-5226).</summary>
internal sealed class NewSessionStep : LaunchStep
{
    public override string Name => "Session";

    public override string Description => "begin a session of its own";

    public override void Execute(LaunchContext context) => LinuxException.Check((int)setsid(), "setsid");
}
