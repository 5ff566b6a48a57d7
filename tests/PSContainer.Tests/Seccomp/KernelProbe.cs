using System.Diagnostics;
using PSContainer.Seccomp;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Seccomp;

/// <summary>A program that puts itself under a filter on the real kernel, and tells what its calls come to.</summary>
public sealed class KernelProbe : IDisposable
{
    private const string Source = "tests/PSContainer.Tests/Seccomp/KernelProbe.c";

    private readonly string _folder = Directory.CreateTempSubdirectory("pscontainer-seccomp-").FullName;

    public KernelProbe()
    {
        try
        {
            (int exit, string output) = Run("gcc", "-O1", "-o", Program, Path.Combine(BuildPaths.RepositoryRoot, Source));
            Absence = exit == 0 ? null : $"gcc cannot compile {Source}: {output}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Absence = "gcc is not installed.";
        }
    }

    /// <summary>Why there is no such program; null where there is.</summary>
    public string? Absence { get; }

    private string Program => Path.Combine(_folder, "probe");

    /// <summary>Makes calls, as <c>64:NUMBER:ARG0:…</c> or for i386 <c>32:NUMBER:ARG0:…</c>, each in a process under the filter.</summary>
    /// <returns>For each what it returned, or the signal that ended its process.</returns>
    internal string[] Call(SeccompProgram program, params string[] calls)
    {
        Assert.SkipWhen(Absence is not null, Absence ?? "");
        string file = Path.Combine(_folder, "filter");
        File.WriteAllBytes(file, program.Serialize());
        (int exit, string output) = Run(Program, [file, .. calls]);
        Assert.Equal(0, exit);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int Exit, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
