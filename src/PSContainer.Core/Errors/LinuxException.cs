using System.Runtime.InteropServices;

namespace PSContainer.Errors;

/// <summary>A kernel call that failed: which, on what, and with which errno.</summary>
public sealed class LinuxException : Exception
{
    /// <summary>Describes a failed call.</summary>
    /// <param name="function">The call, by its name in section 2 of the manual: <c>move_mount</c>.</param>
    /// <param name="errno">The error number that it gave.</param>
    /// <param name="path">The path or object it was called on, where there is one.</param>
    public LinuxException(string function, int errno, string? path = null)
        : base(path is null ? $"{function}: {Errno.Describe(errno)}" : $"{function} '{path}': {Errno.Describe(errno)}")
    {
        Function = function;
        ErrorNumber = errno;
        Path = path;
    }

    /// <summary>The call that failed, such as <c>move_mount</c>.</summary>
    public string Function { get; }

    /// <summary>The error number, as in <c>errno(3)</c>.</summary>
    public int ErrorNumber { get; }

    /// <summary>The error number's name, such as <c>EPERM</c>.</summary>
    public string ErrorName => Errno.Name(ErrorNumber);

    /// <summary>The path or object of the call, or null.</summary>
    public string? Path { get; }

    /// <summary>The failure of the call that has just set errno.</summary>
    internal static LinuxException FromLastError(string function, string? path = null) =>
        new(function, Marshal.GetLastPInvokeError(), path);

    /// <summary>Turns the kernel's -1 into an exception; anything else is the call's result.</summary>
    internal static int Check(int result, string function, string? path = null) =>
        result >= 0 ? result : throw FromLastError(function, path);

    /// <inheritdoc cref="Check(int, string, string?)"/>
    internal static nint Check(nint result, string function, string? path = null) =>
        result >= 0 ? result : throw FromLastError(function, path);
}
