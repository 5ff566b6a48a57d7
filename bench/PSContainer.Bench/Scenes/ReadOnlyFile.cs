using PSContainer.Bench.Measuring;

namespace PSContainer.Bench.Scenes;

/// <summary>A program on a read-only mount, as the module starts its launcher; in the benchmark's own mount namespace, with which it goes.</summary>
internal static class ReadOnlyFile
{
    /// <returns>The path of the program there.</returns>
    public static string Show(string program, string folder)
    {
        string path = $"{folder}/{Path.GetFileName(program)}";
        File.WriteAllBytes(path, []);
        Mount("--bind", program, path);
        Mount("-o", "remount,bind,ro", path);
        return path;
    }

    private static void Mount(params string[] arguments)
    {
        (int code, string output) = NativeCommand.Capture(["mount", .. arguments]);
        if (code != 0)
        {
            throw new InvalidOperationException(output);
        }
    }
}
