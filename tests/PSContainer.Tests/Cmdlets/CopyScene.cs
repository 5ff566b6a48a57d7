using System.Diagnostics;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>A container with a root of its own, and a folder of the host, to copy between.</summary>
public abstract class CopyScene : IDisposable
{
    private protected CopyScene() => Host = Directory.CreateDirectory($"{Root.Folder}/host").FullName;

    private protected PowerShellEngine Engine { get; } = new();

    private protected BusyBoxRoot Root { get; } = new();

    /// <summary>The folder of the host.</summary>
    private protected string Host { get; }

    public void Dispose()
    {
        Engine.Dispose();
        Root.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected EngineResult WithContainer(string script) => Engine.Run(Wrapped(script), Root.Path, Host);

    private protected static string Wrapped(string script) =>
        "param($Root, $h) $c = New-NamespacedProcess -RootPath $Root; try { " + script + " } finally { $c | Remove-Container -Force }";

    private protected static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
    }
}
