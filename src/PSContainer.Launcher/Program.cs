using System.Globalization;
using PSContainer.Launcher.CommandLine;
using PSContainer.Launcher.Process;
using PSContainer.Launcher.Serve;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

// Process 1 of a container, executed anew by the launcher. Anyone else who says "init" gets the usage.
if (args is [InitImage.Argument, var command] && (int)getpid() == 1)
{
    InitProcess.Run(int.Parse(command, CultureInfo.InvariantCulture));
}

// Root writes id maps whatever its processes' dumpable flag is; others have to wait until they are written.
if ((uint)geteuid() == 0)
{
    Prctl(PR_SET_DUMPABLE, 0);
}

InitImage.Open();
// Nothing is buffered, and nobody else runs here: there is nothing to take leave of.
ChildProcess.Exit(args is [RequestServer.Argument] ? RequestServer.Run() : OciCommandLine.Run(args));
