using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Lets a platform be given as text: <c>linux/arm64</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlatformTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return value is Platform ? value : Platform.Parse(value?.ToString() ?? "");
        }
        catch (ContainerException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
