using System.Reflection;

namespace PSContainer.Help.Cmdlets;

/// <summary>Reads a parameter from the property that declares it.</summary>
internal static class ParameterReader
{
    /// <summary>What PowerShell adds to a cmdlet that changes something.</summary>
    public static IReadOnlyList<ParameterModel> ShouldProcess { get; } = [Common("WhatIf", "wi"), Common("Confirm", "cf")];

    public static ParameterModel? Read(PropertyInfo property)
    {
        ParameterUse[] uses = [.. Attributes.All(property, "Parameter").Select(Use)];
        if (uses.Length == 0)
        {
            return null;
        }

        Type type = Underlying(property.PropertyType);
        Type element = type.IsArray ? Underlying(type.GetElementType()!) : type;
        return new ParameterModel(
            property.Name, type.IsArray ? element.Name + "[]" : type.Name, element.FullName!,
            element.IsEnum ? [.. element.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => field.Name)] : [],
            [.. Attributes.All(property, "Alias").SelectMany(static alias => alias.Listed()).OfType<string>()],
            Attributes.Find(property, "SupportsWildcards") is not null, uses);
    }

    private static ParameterUse Use(CustomAttributeData attribute) => new(
        attribute.Named<string>("ParameterSetName") ?? ParameterUse.AllSets,
        attribute.Named<bool>("Mandatory"),
        attribute.NamedArguments.Any(static argument => argument.MemberName == "Position") ? attribute.Named<int>("Position") : null,
        attribute.Named<bool>("ValueFromPipeline"),
        attribute.Named<bool>("ValueFromPipelineByPropertyName"),
        attribute.Named<bool>("ValueFromRemainingArguments"));

    private static Type Underlying(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1" ? type.GetGenericArguments()[0] : type;

    private static ParameterModel Common(string name, string alias) => new(
        name, "SwitchParameter", "System.Management.Automation.SwitchParameter", [], [alias], TakesWildcards: false,
        [new ParameterUse(ParameterUse.AllSets, IsMandatory: false, Position: null, ByValue: false, ByPropertyName: false, TakesRest: false)]);
}
