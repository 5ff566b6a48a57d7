using System.Globalization;
using System.Management.Automation;
using PSContainer.Configuration;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>Lets a size be given as a number of bytes or as text with a unit: <c>512MB</c>, <c>'512m'</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SizeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return value is string text ? SizeParser.Parse(text) : Convert.ToInt64(value, CultureInfo.InvariantCulture);
        }
        catch (ContainerException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
        catch (Exception error) when (error is OverflowException or InvalidCastException or FormatException)
        {
            throw new ArgumentTransformationMetadataException($"'{value}' is no size. Write a number of bytes, or one with a unit: 512MB.", error);
        }
    }
}
