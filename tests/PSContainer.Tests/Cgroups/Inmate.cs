using System.Diagnostics;

namespace PSContainer.Tests.Cgroups;

/// <summary>A shell that waits for a word, then runs a script.</summary>
internal sealed class Inmate : IDisposable
{
    private readonly Process _process;

    public Inmate(string script)
    {
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "read go; " + script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public void Go() => _process.StandardInput.WriteLine();

    /// <summary>Runs the script to its end.</summary>
    public (int ExitCode, string Output) Run()
    {
        Go();
        string output = _process.StandardOutput.ReadToEnd() + _process.StandardError.ReadToEnd();
        return (Wait(), output);
    }

    public int Wait()
    {
        Assert.True(_process.WaitForExit(60_000), "the process did not end");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
