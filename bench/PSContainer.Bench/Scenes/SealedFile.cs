using System.Globalization;
using PSContainer.Bench.Measuring;

namespace PSContainer.Bench.Scenes;

/// <summary>A program in a sealed memory file, as the module starts its launcher: nobody can write to it.</summary>
internal sealed class SealedFile
{
    private const uint AllowSealing = 0x2;
    private const uint Executable = 0x10;
    private const int AddSeals = 1033;
    private const int EverySeal = 0xf;

    public SealedFile(string program)
    {
        int descriptor = Native.MakeMemoryFile(System.IO.Path.GetFileName(program), AllowSealing | Executable);
        descriptor = descriptor >= 0 ? descriptor : Native.MakeMemoryFile(System.IO.Path.GetFileName(program), AllowSealing);
        Path = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{descriptor}");
        File.WriteAllBytes(Path, File.ReadAllBytes(program));
        if (Native.Control(descriptor, AddSeals, EverySeal) != 0)
        {
            throw new InvalidOperationException($"{program} could not be sealed");
        }
    }

    /// <summary>What to execute, as long as this process lives.</summary>
    public string Path { get; }
}
