using System.Reflection;

namespace PSContainer.Tests.Engine;

/// <summary>Where this build put things: written into the assembly by the project file, so that the working folder does not matter.</summary>
internal static class BuildPaths
{
    public static string RepositoryRoot { get; } = Read(nameof(RepositoryRoot));

    public static string ModuleFolder { get; } = Read(nameof(ModuleFolder));

    public static string ModuleManifest { get; } = Path.Combine(ModuleFolder, "PSContainer.psd1");

    public static string Launcher { get; } = Path.Combine(ModuleFolder, "pscontainer");

    public static string QuickStartFolder { get; } = Read(nameof(QuickStartFolder));

    public static string PesterFolder { get; } = Path.Combine(RepositoryRoot, "tests", "Pester");

    private static string Read(string key) =>
        typeof(BuildPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
