using Microsoft.Win32.SafeHandles;
using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Client;

/// <summary>What a container that outlives its caller reads and writes, as far as its monitor does not see to that: nothing, and files.</summary>
internal sealed class DetachedStreams : IDisposable
{
    private readonly SafeFileHandle _input;
    private readonly SafeFileHandle _output;
    private readonly SafeFileHandle _error;

    private DetachedStreams(SafeFileHandle input, SafeFileHandle output, SafeFileHandle error)
    {
        _input = input;
        _output = output;
        _error = error;
    }

    /// <summary>As they are handed to the launcher.</summary>
    public StandardDescriptors Descriptors => new(Number(_input), Number(_output), Number(_error));

    /// <summary>Opens them.</summary>
    /// <param name="outputFile">Where standard output goes, or null where the monitor logs it, or throws it away.</param>
    /// <param name="errorFile">Where standard error goes, or null where the monitor logs it, or throws it away.</param>
    /// <param name="isAnew">Whether files are made anew; else what is there stays, and is added to.</param>
    /// <exception cref="ContainerException"><c>Redirect.…</c>: a file cannot be made.</exception>
    public static DetachedStreams Open(string? outputFile, string? errorFile, bool isAnew = true)
    {
        SafeFileHandle output = Target(outputFile, isAnew);
        try
        {
            SafeFileHandle error = errorFile is not null && errorFile == outputFile ? Duplicate(Number(output)) : Target(errorFile, isAnew);
            return new DetachedStreams(File.OpenHandle("/dev/null"), output, error);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private static SafeFileHandle Target(string? file, bool isAnew) =>
        file is null ? File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write) : Create(file, isAnew);

    private static SafeFileHandle Create(string path, bool isAnew)
    {
        try
        {
            return File.OpenHandle(path, isAnew ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(
                "Redirect.CannotOpen", error is DirectoryNotFoundException ? ErrorKind.NotFound : ErrorKind.PermissionDenied, $"The file '{path}' cannot be opened for writing: {error.Message}", path,
                "Give a file in a folder that exists and may be written to.", error);
        }
    }

    private static SafeFileHandle Duplicate(int descriptor) =>
        new(LinuxException.Check(fcntl(descriptor, F_DUPFD_CLOEXEC, 3), "fcntl(F_DUPFD_CLOEXEC)"), ownsHandle: true);

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
