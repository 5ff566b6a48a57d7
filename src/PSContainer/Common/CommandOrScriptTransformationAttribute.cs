using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Keeps a script block as it is; anything else is the text of a command.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CommandOrScriptTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        // What is null stays so: the binder refuses it.
        return value is null or ScriptBlock ? value : LanguagePrimitives.ConvertTo<string>(inputData);
    }
}
