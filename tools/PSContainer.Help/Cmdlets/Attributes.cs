using System.Collections.ObjectModel;
using System.Reflection;

namespace PSContainer.Help.Cmdlets;

/// <summary>Attributes of members that are looked at and not run.</summary>
internal static class Attributes
{
    private const string Namespace = "System.Management.Automation.";

    public static IEnumerable<CustomAttributeData> All(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(data => data.AttributeType.FullName == $"{Namespace}{name}Attribute");

    public static CustomAttributeData? Find(MemberInfo member, string name) => All(member, name).FirstOrDefault();

    /// <summary>A named argument's value, or the default of its type.</summary>
    public static T? Named<T>(this CustomAttributeData data, string name) =>
        data.NamedArguments.Where(argument => argument.MemberName == name).Select(static argument => (T?)argument.TypedValue.Value).FirstOrDefault();

    /// <summary>The values of a <c>params</c> argument.</summary>
    public static IEnumerable<object?> Listed(this CustomAttributeData data) => data.ConstructorArguments
        .SelectMany(static argument => argument.Value is ReadOnlyCollection<CustomAttributeTypedArgument> list ? list.Select(static one => one.Value) : [argument.Value]);
}
