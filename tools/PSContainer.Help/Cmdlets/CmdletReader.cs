using System.Reflection;

namespace PSContainer.Help.Cmdlets;

/// <summary>Reads the cmdlets of an assembly from its metadata; none of its code runs.</summary>
internal static class CmdletReader
{
    public static IReadOnlyList<CmdletModel> Read(string assembly, IEnumerable<string> references)
    {
        using var context = new MetadataLoadContext(new PathAssemblyResolver([assembly, .. references]), "System.Runtime");
        return [.. context.LoadFromAssemblyPath(assembly).GetExportedTypes().Select(Cmdlet).OfType<CmdletModel>().OrderBy(static c => c.Name, StringComparer.Ordinal)];
    }

    private static CmdletModel? Cmdlet(Type type)
    {
        if (type.IsAbstract || Attributes.Find(type, "Cmdlet") is not { } attribute)
        {
            return null;
        }

        IEnumerable<ParameterModel> parameters = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(ParameterReader.Read).OfType<ParameterModel>();
        return new CmdletModel(
            (string)attribute.ConstructorArguments[0].Value!, (string)attribute.ConstructorArguments[1].Value!,
            attribute.Named<string>("DefaultParameterSetName"),
            [.. parameters, .. attribute.Named<bool>("SupportsShouldProcess") ? ParameterReader.ShouldProcess : []],
            [.. Attributes.All(type, "OutputType").SelectMany(static output => output.Listed()).OfType<Type>().Select(static output => output.FullName!)]);
    }
}
