using System.Globalization;
using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>
/// Takes a time as a number of seconds or as a <see cref="TimeSpan"/>. PowerShell by itself would take <c>5</c> for 5 ticks
/// and <c>'5'</c> for 5 days.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class SecondsTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether it is a distance, which may be negative, and not a time to wait, where -1 is without end.</summary>
    public bool Signed { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        TimeSpan time = value switch
        {
            TimeSpan span => span,
            string text => Parse(text, Signed),
            IConvertible number and not (bool or char or DateTime or Enum) => FromSeconds(number.ToDouble(CultureInfo.InvariantCulture), Signed),
            _ => throw Invalid($"'{value ?? "null"}' is no time."),
        };
        return Signed || time >= TimeSpan.Zero || time == Timeout.InfiniteTimeSpan ? time : throw Invalid($"A time of {time.TotalSeconds} seconds is negative.");
    }

    private static TimeSpan Parse(string text, bool signed) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? FromSeconds(seconds, signed)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span
        : throw Invalid($"'{text}' is no time.");

    // -1 is without end, as for Wait-Job.
    private static TimeSpan FromSeconds(double seconds, bool signed) => seconds switch
    {
        -1 when !signed => Timeout.InfiniteTimeSpan,
        double.NaN => throw Invalid("NaN is no time."),
        _ when Math.Abs(seconds) > TimeSpan.MaxValue.TotalSeconds / 2 => throw Invalid($"A time of {seconds} seconds is too long."),
        _ => TimeSpan.FromSeconds(seconds),
    };

    private static ArgumentTransformationMetadataException Invalid(string problem) =>
        new($"{problem} Give seconds (2.5), or a TimeSpan (00:01:30); -1 waits without end.");
}
