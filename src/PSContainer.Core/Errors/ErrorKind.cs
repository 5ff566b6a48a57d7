namespace PSContainer.Errors;

/// <summary>What sort of failure an operation met; the module maps each to a PowerShell error category.</summary>
public enum ErrorKind
{
    /// <summary>A kernel call or other step failed.</summary>
    OperationFailed,

    /// <summary>The caller's input is wrong.</summary>
    InvalidArgument,

    /// <summary>The object asked for is not there.</summary>
    NotFound,

    /// <summary>Something of that name is there already.</summary>
    AlreadyExists,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied,

    /// <summary>This kernel, machine or build cannot do this.</summary>
    NotSupported,

    /// <summary>The object is not in a state that allows this.</summary>
    InvalidState,

    /// <summary>It took longer than allowed.</summary>
    TimedOut,

    /// <summary>Data read from outside is malformed.</summary>
    InvalidData,
}
