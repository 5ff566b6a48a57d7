using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// Executes the launcher anew from a sealed copy of itself before it puts a process into a container (CVE-2019-5736).
/// </summary>
/// <remarks>
/// No namespace makes this needless. A command <c>/proc/self/exe</c>, and a script or program whose interpreter that is, makes
/// the launcher's file the image of an ordinary process inside, which may be looked at; whoever there keeps its
/// <c>/proc/PID/exe</c> open can open it again for writing once no launcher runs. That the launcher itself is not dumpable does
/// not help then. A file that nobody can write to does. The module starts the launcher from one in the first place.
///
/// For root that is the file itself, through a private read-only mount: what is opened again by its descriptor is opened on the
/// same mount, and no one, whatever his capabilities, can change a mount that is attached nowhere: it is cut off when its
/// descriptor is closed, with the execve. Others take a sealed copy in memory, which costs more. An unprivileged
/// user, in whose containers nobody has root's rights over files, needs neither for a launcher that is root's.
/// </remarks>
internal static unsafe class SealedLauncher
{
    private const int F_GET_SEALS = 1034;
    private const int F_SEAL_WRITE = 8;
    private const long ST_RDONLY = 1;
    private const string Self = "/proc/self/exe";

    // What execve(2) has let through once is no longer than this.
    private const int MaxBytes = 1 << 26;

    /// <summary>Returns when the launcher's file is one that nobody can write to; executes it as one otherwise.</summary>
    /// <exception cref="ContainerException">It cannot be copied or executed.</exception>
    public static void Become()
    {
        if (IsSafe())
        {
            fixed (byte* name = "pscontainer\0"u8)
            {
                // It would be the number of a descriptor.
                Prctl(PR_SET_NAME, (nuint)name);
            }

            return;
        }

        byte*[] arguments = Split(HostFile.Read("/proc/self/cmdline", MaxBytes)), environment = Split(HostFile.Read("/proc/self/environ", MaxBytes));
        using LauncherFile file = LauncherImage.Get(Self).Open();
        fixed (byte* path = file.Path)
        fixed (byte** argv = arguments, envp = environment)
        {
            execve(path, argv, envp);
        }

        throw LauncherErrors.Memfd(LinuxException.FromLastError("execve", file.Path.ToString()));
    }

    private static bool IsSafe()
    {
        // As the module, and early-seal.c, start it.
        if (IsOnReadOnlyMount(InitImage.Descriptor))
        {
            return true;
        }

        fixed (byte* path = "/proc/self/exe\0"u8)
        {
            int file = LinuxException.Check(open(path, O_RDONLY | O_CLOEXEC), "open", Self);
            bool safe = IsSealed(file) || IsRootsAlone(file);
            close(file);
            return safe;
        }
    }

    private static bool IsSealed(int file) => fcntl(file, F_GET_SEALS) is > 0 and var seals && (seals & F_SEAL_WRITE) != 0;

    private static bool IsOnReadOnlyMount(int file)
    {
        FileSystemStatus system;
        return FileStatFs(file, &system) == 0 && (system.Flags & ST_RDONLY) != 0;
    }

    private static bool IsRootsAlone(int file)
    {
        const uint WritableByOthers = 0b010_010;
        Tmds.Linux.stat status;
        return (uint)geteuid() != 0 && fstat(file, &status) == 0
            && (uint)status.st_uid == 0 && ((uint)status.st_mode & WritableByOthers) == 0;
    }

    // The bytes as they came, whatever they are: texts that each end with a NUL.
    private static byte*[] Split(byte[] texts)
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(Math.Max(texts.Length, 1), pinned: true);
        texts.CopyTo(pinned, 0);
        var starts = new byte*[texts.AsSpan().Count((byte)0) + 1];
        fixed (byte* start = pinned)
        {
            for (int i = 0, offset = 0; i < starts.Length - 1; i++)
            {
                starts[i] = start + offset;
                offset += texts.AsSpan(offset).IndexOf((byte)0) + 1;
            }
        }

        return starts;
    }
}
