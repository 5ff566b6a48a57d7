using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace PSContainer.Tests.Engine;

/// <summary>
/// Makes unit tests and Import-Module share one copy of the module's assemblies: the one in <c>out/</c> that users get.
/// None of them lies beside the tests, so the runtime does not find them by itself and asks here.
/// </summary>
internal static class ModuleAssemblies
{
    [ModuleInitializer]
    internal static void Register()
    {
        AssemblyLoadContext.Default.Resolving += Resolve;

        // Read when the engine's first type is used. Tests are nobody's usage.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        string file = Path.Combine(BuildPaths.ModuleFolder, name.Name + ".dll");
        return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}
