using System.Globalization;
using System.Management.Automation;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>What a command's exit code does to the session: as a native command's would.</summary>
internal static class ExitCode
{
    private const int NotFound = 127;
    private const int NotExecutable = 126;
    private const int NotLaunched = 125;

    /// <summary>Sets $LASTEXITCODE, and $? by it.</summary>
    public static void Set(PSCmdlet cmdlet, int code)
    {
        cmdlet.SessionState.PSVariable.Set("global:LASTEXITCODE", code);
        if (code != 0)
        {
            PipelineSuccess.Deny(cmdlet);
        }
    }

    /// <summary>The exit code of a command that never began: 127 not found, 126 not executable as it is, 125 no container.</summary>
    public static int Of(ContainerException error) => error.ErrorId switch
    {
        "Command.NotFound" => NotFound,
        "Command.NotExecutable" or "Command.TooLong" => NotExecutable,
        _ => NotLaunched,
    };

    /// <summary>Makes a failure an error where the user wants native commands' failures to be errors.</summary>
    public static void ReportFailure(PSCmdlet cmdlet, int code)
    {
        if (code != 0 && LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("PSNativeCommandUseErrorActionPreference")))
        {
            cmdlet.WriteError(ErrorRecords.From(new ContainerException(
                "Command.Failed", ErrorKind.OperationFailed,
                string.Create(CultureInfo.InvariantCulture, $"The command ended with exit code {code}."), code)));
        }
    }

    /// <summary>The error of a command that the kernel killed for want of memory.</summary>
    public static ContainerException OutOfMemory(long? limit) => new(
        "Command.OomKilled", ErrorKind.OperationFailed,
        limit is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"The kernel killed the command: the container had used its memory limit of {bytes} bytes.")
            : "The kernel killed the command: there was no memory left.",
        limit, "Raise -Memory, or have the command use less.");
}
