using System.Diagnostics;

namespace PSContainer.Tests.Invariants;

/// <summary>How a program ended, and what it wrote.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program to its end; whoever keeps its output open is not waited for.</summary>
    public static Outcome Of(string program, params string[] arguments)
    {
        // In a folder of the caller's: who owns them may change, since a container owns its streams.
        string folder = Directory.CreateTempSubdirectory("pscontainer-outcome-").FullName, output = $"{folder}/output", errors = $"{folder}/errors";
        try
        {
            // Files, not pipes: what goes on in a container that is left to itself keeps a pipe open.
            using Process process = Process.Start(new ProcessStartInfo(
                "/bin/sh", ["-c", """exec >"$0" 2>"$1" </dev/null; shift; exec "$@" """, output, errors, program, .. arguments]))!;
            if (!process.WaitForExit(s_patience))
            {
                process.Kill();
                Assert.Fail($"{program} {string.Join(' ', arguments)} did not end.");
            }

            return new Outcome(process.ExitCode, File.ReadAllText(output), File.ReadAllText(errors));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
