using System.Globalization;
using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>What a command's exit code does to the session: as a native command's would.</summary>
internal static class ExitCode
{
    private const int NotFound = 127;
    private const int NotExecutable = 126;
    private const int NotLaunched = 125;
    private const int Killed = 128 + 9;

    /// <summary>Sets $LASTEXITCODE, and $? by it.</summary>
    public static void Set(PSCmdlet cmdlet, int code)
    {
        cmdlet.SessionState.PSVariable.Set("global:LASTEXITCODE", code);
        if (code != 0)
        {
            PipelineSuccess.Deny(cmdlet);
        }
    }

    /// <summary>Tells of a command's end: its exit code, and whether memory ran out.</summary>
    public static void Tell(PSCmdlet cmdlet, ExitResult result)
    {
        Set(cmdlet, result.Code);
        if (result is { OomKilled: true, Code: not 0 })
        {
            cmdlet.WriteError(ErrorRecords.From(OutOfMemory.Error(result.MemoryLimit)));
            return;
        }

        if (result.OomKilled)
        {
            cmdlet.WriteWarning(OutOfMemory.Warning(result.MemoryLimit));
        }

        ReportFailure(cmdlet, result.Code);
    }

    /// <summary>The exit code of a command that never began: 127 not found, 126 not executable as it is, 125 no container.</summary>
    public static int Of(ContainerException error) => error.ErrorId switch
    {
        "Command.NotFound" => NotFound,
        "Command.NotExecutable" or "Command.TooLong" => NotExecutable,
        OutOfMemory.ErrorId => Killed,
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
}
