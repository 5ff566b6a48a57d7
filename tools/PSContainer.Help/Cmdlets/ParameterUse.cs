namespace PSContainer.Help.Cmdlets;

/// <summary>What a parameter is in one parameter set.</summary>
internal sealed record ParameterUse(string ParameterSet, bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName, bool TakesRest)
{
    /// <summary>PowerShell's name for all sets together.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>As help writes it.</summary>
    public string Pipeline => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
