using System.Diagnostics;

namespace PSContainer.Tests.Engine;

/// <summary>Runs tests/Pester in a real pwsh, where there is one.</summary>
internal static class PesterRunner
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Prints why the suites cannot run; nothing if they can.</summary>
    private const string Check = """
        if ($PSVersionTable.PSVersion -lt [version] '7.6') { "pwsh is $($PSVersionTable.PSVersion); the module needs 7.6" }
        elseif (-not (Get-Module Pester -ListAvailable | Where-Object Version -ge ([version] '5.0'))) { 'pwsh has no Pester 5' }
        """;

    /// <summary>Null if the suites can run here.</summary>
    public static string? WhyNot()
    {
        if (Environment.GetEnvironmentVariable("PATH")!.Split(':').All(folder => !File.Exists(Path.Combine(folder, "pwsh"))))
        {
            return "tests/Pester was not run: there is no pwsh on the PATH";
        }

        (int exitCode, string output) = Start("-Command", Check);
        string reason = exitCode == 0 ? output.Trim() : $"pwsh ended with {exitCode}: {output.Trim()}";
        return reason.Length == 0 ? null : $"tests/Pester was not run: {reason}";
    }

    public static PesterReport Run()
    {
        string report = Path.Combine(Path.GetTempPath(), $"pester-{Guid.NewGuid():n}.json");
        try
        {
            (int exitCode, string output) = Start("-File", Path.Combine(BuildPaths.PesterFolder, "Invoke-Suite.ps1"), "-ReportPath", report);
            Assert.True(File.Exists(report), $"Pester ended with {exitCode} and without a report:\n{output}");
            return PesterReport.Read(report);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static (int ExitCode, string Output) Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = BuildPaths.PesterFolder,
            Environment = { ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off", ["NO_COLOR"] = "1" },
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"pwsh did not end within {Patience.TotalMinutes} minutes: {string.Join(' ', arguments)}");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }
}
