using System.Management.Automation;
using System.Reflection;

namespace PSContainer.Commands;

/// <summary>
/// Makes <c>$?</c> false without an error, as the exit code of a native command does, so that <c>||</c> and <c>&amp;&amp;</c> mean the same.
/// </summary>
internal static class PipelineSuccess
{
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static PropertyInfo? s_pipeline;
    private static PropertyInfo? s_failed;

    // The engine has a way for its own native commands only. Where it is missing, $? stays true, as for any cmdlet without an error.
    public static void Deny(PSCmdlet cmdlet)
    {
        ICommandRuntime runtime = cmdlet.CommandRuntime;
        s_pipeline ??= runtime.GetType().GetProperty("PipelineProcessor", Internal);
        if (s_pipeline?.DeclaringType == runtime.GetType() && s_pipeline.GetValue(runtime) is { } pipeline)
        {
            s_failed ??= pipeline.GetType().GetProperty("ExecutionFailed", Internal);
            s_failed?.SetValue(pipeline, true);
        }
    }
}
