using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Tests.Invariants;

/// <summary>A launcher that is asked on a socket, as the module asks it, but run by another program, which watches it.</summary>
internal static unsafe class RequestLaunch
{
    // Above everything that the launcher is given.
    private const int FirstFreeDescriptor = 16;
    private const int RequestDescriptor = 3;

    /// <summary>Makes a container in the foreground and waits for its end.</summary>
    /// <param name="command">The launcher's path, after the program that runs it and that one's arguments.</param>
    /// <param name="request">What is to be launched.</param>
    /// <param name="spec">Its spec.</param>
    /// <returns>Exit code 1 and the launcher's error where it could not be made.</returns>
    public static Outcome Run(string[] command, LaunchRequest request, byte[] spec) => Run(command, request, spec, static _ => { });

    /// <summary>The same, with something done when all but the word that the storage is there has been sent.</summary>
    /// <param name="command">The launcher's path, after the program that runs it and that one's arguments.</param>
    /// <param name="request">What is to be launched.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="sent">Is given the socket.</param>
    public static Outcome Run(string[] command, LaunchRequest request, byte[] spec, Action<int> sent)
    {
        int* pair = stackalloc int[2];
        LinuxException.Check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), "socketpair");
        int theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, FirstFreeDescriptor);
        close(pair[1]);
        int process = Spawn(command, theirs);
        close(theirs);
        FrameChannel.Send(pair[0], new LauncherRequest { Launch = request }.Write);
        FrameChannel.Send(pair[0], spec);
        sent(pair[0]);
        Outcome outcome = Receive(pair[0]);
        close(pair[0]);
        ChildInfo info;
        LinuxException.Check(WaitId(P_PID, process, &info, WEXITED), "waitid");
        return outcome;
    }

    private static Outcome Receive(int socket)
    {
        var outcome = new Outcome(1, "", "the launcher said nothing");
        while (FrameChannel.Receive(socket) is { } document)
        {
            var message = LauncherMessage.Read(document);
            outcome = message.Kind switch
            {
                LauncherMessageKind.Exited => new Outcome(message.Exit.Code, "", ""),
                LauncherMessageKind.Failed => new Outcome(1, "", message.Failure!.ToException().Message),
                _ => outcome,
            };
        }

        return outcome;
    }

    private static int Spawn(string[] command, int socket)
    {
        SpawnFileActions actions;
        SpawnFileActionsInit(&actions);
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        foreach (int target in (int[])[0, 1, 2])
        {
            SpawnFileActionsAddDup2(&actions, (int)nothing.DangerousGetHandle(), target);
        }

        SpawnFileActionsAddDup2(&actions, socket, RequestDescriptor);
        var arguments = new CStringArray([.. command, "serve"]);
        var environment = new CStringArray([]);
        int pid, error;
        fixed (byte* path = new CString(command[0]))
        {
            error = PosixSpawn(&pid, path, &actions, null, arguments.Pointer, environment.Pointer);
        }

        SpawnFileActionsDestroy(&actions);
        Assert.True(error == 0, string.Create(CultureInfo.InvariantCulture, $"{command[0]}: {error}"));
        return pid;
    }
}
