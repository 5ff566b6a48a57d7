using System.Management.Automation;
using System.Reflection;

namespace PSContainer.Commands;

/// <summary>
/// What the engine knows of a cmdlet's pipeline and tells its own commands only. Where a later engine has it elsewhere, output is text
/// line by line, and earlier commands run to their end, as for any other cmdlet.
/// </summary>
internal static class PipelineNeighbor
{
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private const string NativeProcessor = "NativeCommandProcessor";

    private static readonly Type? s_stopType = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException");

    /// <summary>The cmdlet that takes this one's output; null where none does.</summary>
    public static object? NextCmdlet(PSCmdlet cmdlet) => Read(NextProcessor(cmdlet), "Command");

    /// <summary>Whether a native command takes the output: it is given bytes as they are.</summary>
    public static bool NextIsNative(PSCmdlet cmdlet) => NextProcessor(cmdlet)?.GetType().Name == NativeProcessor;

    /// <summary>Whether a command can end those before it.</summary>
    public static bool CanStopEarlier => s_stopType is not null;

    /// <summary>Ends the commands before this one, as Select-Object -First does. Does not return, where the engine can do it.</summary>
    public static void StopEarlier(PSCmdlet cmdlet)
    {
        if (s_stopType is not null && Activator.CreateInstance(s_stopType, Internal, binder: null, [cmdlet], culture: null) is Exception stop)
        {
            throw stop;
        }
    }

    private static object? NextProcessor(PSCmdlet cmdlet) => Read(Read(cmdlet.CommandRuntime, "OutputPipe"), "DownstreamCmdlet");

    private static object? Read(object? from, string property) => from?.GetType().GetProperty(property, Internal)?.GetValue(from);
}
