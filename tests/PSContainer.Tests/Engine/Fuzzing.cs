using System.Globalization;

namespace PSContainer.Tests.Engine;

/// <summary>How much is tried where inputs are made up: little in an ordinary run, as much as is asked for in a long one.</summary>
internal static class Fuzzing
{
    private const string Variable = "PSCONTAINER_FUZZ_INPUTS";

    /// <summary>Whether a number of inputs was asked for, by the environment variable PSCONTAINER_FUZZ_INPUTS.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>How many inputs a test tries.</summary>
    /// <param name="ordinary">How many in an ordinary run.</param>
    public static int Inputs(int ordinary) =>
        IsLong ? int.Parse(Environment.GetEnvironmentVariable(Variable)!, CultureInfo.InvariantCulture) : ordinary;
}
