using System.Diagnostics;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>The program of Attacks.c, compiled once for all tests: static, so that it runs in any root.</summary>
internal static class HostileProgram
{
    private const string Source = "tests/PSContainer.Tests/Invariants/Attacks.c";

    private static readonly Lazy<(string Path, string? Absence)> s_program = new(Compile);

    /// <summary>Its file; skips the test where there is no compiler.</summary>
    public static string Path
    {
        get
        {
            Assert.SkipWhen(s_program.Value.Absence is not null, s_program.Value.Absence ?? "");
            return s_program.Value.Path;
        }
    }

    private static (string, string?) Compile()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pscontainer-attacks-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        string program = System.IO.Path.Combine(folder.FullName, "attacks");
        var start = new ProcessStartInfo("gcc", ["-O1", "-static", "-w", "-o", program, System.IO.Path.Combine(BuildPaths.RepositoryRoot, Source)])
        {
            RedirectStandardError = true,
        };
        try
        {
            using Process gcc = Process.Start(start)!;
            string errors = gcc.StandardError.ReadToEnd();
            gcc.WaitForExit();
            return (program, gcc.ExitCode == 0 ? null : $"gcc cannot compile {Source}: {errors}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (program, "gcc is not installed.");
        }
    }
}
