using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Takes a moment as a time, or as a <see cref="TimeSpan"/> before now.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class MomentTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            TimeSpan span => DateTime.Now - span.Duration(),
            DateTimeOffset time => time.LocalDateTime,
            // Numbers would be ticks.
            sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => throw new ArgumentTransformationMetadataException(
                $"'{inputData}' is no moment. Give a time, or a TimeSpan: (New-TimeSpan -Minutes 5)."),
            var other => other,
        };
}
