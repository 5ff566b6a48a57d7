using System.Text;
using PSContainer.Configuration;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>Whether the host's pwsh can run on another root: it needs the dynamic loader and the C and C++ libraries there.</summary>
internal static class PowerShellFit
{
    private const int MaxLibrary = 64 << 20;
    private const string Cache = "/etc/ld.so.cache";

    private static readonly string[] s_folders =
    [
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib",
        "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
    ];

    /// <summary>Finds what pwsh needs and the root does not have.</summary>
    /// <param name="host">The host's PowerShell.</param>
    /// <param name="root">The root.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ContainerException"><c>PowerShell.CannotRun</c></exception>
    public static void Require(PowerShellHost host, RootView root, string name)
    {
        var missing = Missing(host, root).ToList();
        if (missing.Count > 0)
        {
            throw new ContainerException(
                "PowerShell.CannotRun", ErrorKind.NotSupported,
                $"The host's pwsh cannot run on the root '{name}', which has no pwsh of its own: {string.Join("; ", missing)}.", name,
                "Install PowerShell in the root, or what is missing; or name a pwsh in it with -PowerShellPath.");
        }
    }

    /// <summary>Whether the root has ICU, without which .NET knows no cultures and starts only when told so.</summary>
    public static bool HasGlobalization(RootView root) =>
        RootFile.Contains(root, Cache, "libicuuc.so"u8, MaxLibrary)
        || Enumerable.Range(50, 50).Any(version => FolderOf(root, $"libicuuc.so.{version}") is not null);

    private static IEnumerable<string> Missing(PowerShellHost host, RootView root)
    {
        ElfNeeds program = ElfNeeds.Read(host.Executable), runtime = ElfNeeds.Read(Path.Combine(host.Runtime, "libcoreclr.so"));
        if (program.Loader is { } loader && !RootFile.Exists(root, loader))
        {
            yield return $"the dynamic loader {loader} is missing{OtherLibrary(root)}";
            yield break;
        }

        string[] libraries = [.. program.Libraries.Union(runtime.Libraries)];
        foreach (string library in libraries.Where(library => FolderOf(root, library) is null && !RootFile.Contains(root, Cache, Bytes(library), MaxLibrary)))
        {
            yield return $"the library {library} is missing";
        }

        string newest = program.NewestLibc.CompareTo(runtime.NewestLibc) > 0 ? Name(program.NewestLibc) : Name(runtime.NewestLibc);
        if (FolderOf(root, "libc.so.6") is { } folder && !RootFile.Contains(root, $"{folder}/libc.so.6", Bytes(newest + "\0"), MaxLibrary))
        {
            yield return $"its C library is older than {newest.Replace("GLIBC_", "glibc ", StringComparison.Ordinal)}";
        }
    }

    private static string OtherLibrary(RootView root) =>
        RootFile.Exists(root, "/lib/ld-musl-x86_64.so.1") || RootFile.Exists(root, "/lib/ld-musl-aarch64.so.1")
            ? ", because the root's C library is musl" : "";

    private static string? FolderOf(RootView root, string library) =>
        s_folders.FirstOrDefault(folder => RootFile.Exists(root, $"{folder}/{library}"));

    private static string Name(Version version) => $"GLIBC_{version}";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
