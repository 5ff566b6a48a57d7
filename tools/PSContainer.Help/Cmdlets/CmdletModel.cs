namespace PSContainer.Help.Cmdlets;

/// <summary>A cmdlet as its assembly declares it.</summary>
internal sealed record CmdletModel(
    string Verb, string Noun, string? DefaultParameterSet, IReadOnlyList<ParameterModel> Parameters, IReadOnlyList<string> OutputTypes)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of its parameter sets, the default one first; one name for a cmdlet that has none.</summary>
    public IReadOnlyList<string> ParameterSets
    {
        get
        {
            string[] named = [.. Parameters.SelectMany(static p => p.Uses).Select(static use => use.ParameterSet).Where(static set => set != ParameterUse.AllSets).Distinct()];
            return named.Length == 0 ? [ParameterUse.AllSets] : [.. named.OrderBy(set => set == DefaultParameterSet ? 0 : 1)];
        }
    }

    /// <summary>A set's parameters in the order in which the engine shows them: by position, then the mandatory ones, then the rest.</summary>
    public IEnumerable<(ParameterModel Parameter, ParameterUse Use)> ParametersOf(string set) =>
        from parameter in Parameters
        let use = parameter.UseIn(set)
        where use is not null
        orderby use.Position ?? int.MaxValue, use.IsMandatory ? 0 : 1
        select (parameter, use);
}
