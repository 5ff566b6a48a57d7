namespace PSContainer.Bench.Reporting;

/// <summary>One line of the table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much it was.</param>
/// <param name="Spread">The middle half of the measurements.</param>
/// <param name="Against">What it is compared with, and the ratio.</param>
/// <param name="Target">What was to be reached.</param>
/// <param name="Met">Whether it was; null where nothing was to be reached.</param>
internal sealed record Row(string Name, string Value, string Spread = "", string Against = "", string Target = "", bool? Met = null)
{
    public string Verdict => Met switch { true => "met", false => "MISSED", null => "" };

    public string[] Cells => [Name, Value, Spread, Against, Target, Verdict];
}
