namespace PSContainer.Help.Cmdlets;

/// <summary>A parameter as its property declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type's short name, as help shows it: <c>String[]</c>.</param>
/// <param name="ElementType">The full name of its type, or of the elements of its array.</param>
/// <param name="Values">The names of its values, where it is an enumeration.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="TakesWildcards">Whether its values may be patterns.</param>
/// <param name="Uses">What it is in each parameter set.</param>
internal sealed record ParameterModel(
    string Name, string Type, string ElementType, IReadOnlyList<string> Values, IReadOnlyList<string> Aliases, bool TakesWildcards, IReadOnlyList<ParameterUse> Uses)
{
    public bool IsSwitch => Type == "SwitchParameter";

    public ParameterUse? UseIn(string set) =>
        Uses.FirstOrDefault(use => use.ParameterSet == set) ?? Uses.FirstOrDefault(static use => use.ParameterSet == ParameterUse.AllSets);
}
