using System.Management.Automation;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>The one place where errors of the module are made.</summary>
internal static class ErrorRecords
{
    /// <summary>An operation that failed, with its own id, category and target.</summary>
    public static ErrorRecord From(ContainerException error) =>
        new(error, error.ErrorId, CategoryOf(error.Kind), error.Target);

    /// <summary>A kernel call of the module's own that failed.</summary>
    public static ErrorRecord From(LinuxException error) =>
        new(error, $"Linux.{error.Function}.{error.ErrorName}", ErrorCategory.OperationStopped, error.Path);

    /// <summary>Any other, which is a fault of the module.</summary>
    public static ErrorRecord From(Exception error) => error switch
    {
        ContainerException known => From(known),
        LinuxException call => From(call),
        _ => new(error, error.GetType().Name, ErrorCategory.NotSpecified, null),
    };

    private static ErrorCategory CategoryOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        ErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        ErrorKind.NotSupported => ErrorCategory.NotImplemented,
        ErrorKind.InvalidState => ErrorCategory.InvalidOperation,
        ErrorKind.TimedOut => ErrorCategory.OperationTimeout,
        ErrorKind.InvalidData => ErrorCategory.InvalidData,
        _ => ErrorCategory.OperationStopped,
    };
}
