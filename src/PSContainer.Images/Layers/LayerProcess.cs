using Microsoft.Win32.SafeHandles;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Layers;
using PSContainer.Protocol;
using static Tmds.Linux.LibC;

namespace PSContainer.Images;

/// <summary>A process of the launcher that works on a folder of the store, and the pipe to or from it.</summary>
internal sealed unsafe class LayerProcess : IDisposable
{
    private const int F_SETPIPE_SZ = 1031;
    private const int PipeBytes = 1 << 20;

    private readonly LauncherProcess _process;

    private LayerProcess(LauncherProcess process, SafeFileHandle pipe)
    {
        _process = process;
        Pipe = pipe;
    }

    /// <summary>The archive's way: to be written to for unpacking, to be read from for packing.</summary>
    public SafeFileHandle Pipe { get; }

    /// <summary>Starts it.</summary>
    public static LayerProcess Start(LauncherImage launcher, LayerRequest request)
    {
        int* ends = stackalloc int[2];
        LinuxException.Check(pipe2(ends, O_CLOEXEC), "pipe2");
        // A larger pipe means fewer changes between the processes; where the limit is lower, the usual one does.
        _ = fcntl(ends[1], F_SETPIPE_SZ, PipeBytes);
        bool reads = request.Action == LayerAction.Pack;
        using var theirs = new SafeFileHandle(ends[reads ? 1 : 0], ownsHandle: true);
        var ours = new SafeFileHandle(ends[reads ? 0 : 1], ownsHandle: true);
        try
        {
            using SafeFileHandle nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
            int other = (int)nothing.DangerousGetHandle(), end = (int)theirs.DangerousGetHandle();
            var standard = new StandardDescriptors(reads ? other : end, reads ? end : other, other);
            return new LayerProcess(LauncherProcess.Start(launcher, standard, new LauncherRequest { Layer = request }, []), ours);
        }
        catch
        {
            ours.Dispose();
            throw;
        }
    }

    /// <summary>Runs one that has no archive.</summary>
    public static void Run(LauncherImage launcher, LayerRequest request)
    {
        using LayerProcess process = Start(launcher, request);
        process.Finish();
    }

    /// <summary>Gives it some of the archive.</summary>
    /// <returns>False where it takes no more: <see cref="Finish"/> says why.</returns>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            StoreFile.Write(Pipe, bytes, "the launcher's pipe");
            return true;
        }
        catch (LinuxException error) when (error.ErrorNumber == Errno.EPIPE)
        {
            return false;
        }
    }

    /// <summary>Says that the archive ends, and waits for what comes of it.</summary>
    /// <exception cref="ContainerException">What is wrong with the layer, or that the launcher died.</exception>
    public UnpackResult Finish()
    {
        Pipe.Dispose();
        LauncherMessage answer = _process.Receive() ?? throw LauncherErrors.Died();
        return answer.Failure is { } failure ? throw failure.ToException() : answer.Layer ?? throw LauncherErrors.Died();
    }

    /// <summary>Ends it: an archive that is cut off is no layer.</summary>
    public void Dispose()
    {
        Pipe.Dispose();
        _process.Dispose();
    }
}
