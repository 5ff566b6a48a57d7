namespace PSContainer.Tests.Engine;

/// <summary>The engine's host program and the module, where every user can read them.</summary>
internal sealed record EngineFiles(string Host, string ModuleManifest)
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly Lazy<EngineFiles> Found = new(() =>
        IsOpen(BuildPaths.QuickStartFolder) && IsOpen(BuildPaths.ModuleFolder)
            ? At(BuildPaths.QuickStartFolder, BuildPaths.ModuleFolder)
            : Copy());

    /// <summary>Where the build put them, or a copy for the time of this process if others cannot get there.</summary>
    public static EngineFiles Readable => Found.Value;

    private static EngineFiles At(string host, string module) =>
        new(Path.Combine(host, "QuickStart"), Path.Combine(module, "PSContainer.psd1"));

    /// <summary>Whether every user can enter each folder on the way, and read the last one.</summary>
    private static bool IsOpen(string folder)
    {
        for (DirectoryInfo? level = new(folder); level is not null; level = level.Parent)
        {
            if ((level.UnixFileMode & Others) != Others)
            {
                return false;
            }
        }

        return new DirectoryInfo(folder).EnumerateFiles().All(f => (f.UnixFileMode & UnixFileMode.OtherRead) != 0);
    }

    private static EngineFiles Copy()
    {
        DirectoryInfo copy = Directory.CreateTempSubdirectory("engine-files-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => copy.Delete(recursive: true);
        copy.UnixFileMode |= Others;
        string host = CopyFolder(BuildPaths.QuickStartFolder, Path.Combine(copy.FullName, "host"));
        string module = CopyFolder(BuildPaths.ModuleFolder, Path.Combine(copy.FullName, "module", "PSContainer"));
        return At(host, module);
    }

    private static string CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            File.SetUnixFileMode(target, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);
        }

        return to;
    }
}
