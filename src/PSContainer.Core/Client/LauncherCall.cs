using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Client;

/// <summary>One request to the launcher that reads and writes nothing, and is answered at once.</summary>
internal static class LauncherCall
{
    /// <summary>Makes the request and waits for the answer.</summary>
    /// <exception cref="ContainerException">What the launcher could not do, or that it died.</exception>
    public static void Run(LauncherImage image, LauncherRequest request)
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        int descriptor = (int)nothing.DangerousGetHandle();
        using var launcher = LauncherProcess.Start(image, new StandardDescriptors(descriptor, descriptor, descriptor), request, []);
        LauncherMessage answer = launcher.Receive() ?? throw LauncherErrors.Died();
        if (answer.Failure is { } failure)
        {
            throw failure.ToException();
        }
    }
}
