using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Refuses what is no command line, rather than look for a program that is called like its text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CommandTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is ScriptBlock
            ? throw new ArgumentTransformationMetadataException(
                "A script block is no command line. Give a program and its arguments, such as: pwsh -NoProfile -Command 'Get-Process'.")
            : inputData;
    }
}
