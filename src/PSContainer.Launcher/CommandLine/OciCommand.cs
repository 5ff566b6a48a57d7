using System.Text;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Launcher.Process;
using PSContainer.Protocol;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.CommandLine;

/// <summary>The launcher as a program of its own: <c>pscontainer run [--root DIR] [--bundle DIR] ID</c>.</summary>
internal static class OciCommand
{
    private const string Usage = "usage: pscontainer run [--root DIR] [--bundle DIR] ID\n";

    public static int Run(string[] args)
    {
        try
        {
            return args is ["run", ..] ? RunCommand.Run(args.AsSpan(1)) : Fail(Usage);
        }
        catch (ContainerException error)
        {
            return Fail($"pscontainer: {error.ErrorId}: {error.Message}\n");
        }
        catch (LinuxException error)
        {
            return Fail($"pscontainer: {error.Message}\n");
        }
    }

    private static unsafe int Fail(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
        {
            write(STDERR_FILENO, start, bytes.Length);
        }

        return 1;
    }
}
