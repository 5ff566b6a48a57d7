using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PSContainer.Tests.Engine;

/// <summary>
/// A script in an engine process of its own, with the built module imported: as another user, or to be killed. Ends when disposed.
/// </summary>
internal sealed class EngineProcess : IDisposable
{
    /// <summary>Debian's nobody.</summary>
    public const int UnprivilegedId = 65534;

    private readonly Process process;
    private readonly PrivateFolder? home;
    private readonly string script;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    private EngineProcess(string script, EngineProcessOptions options)
    {
        EngineFiles files = EngineFiles.Readable;
        home = options.Unprivileged ? new PrivateFolder(UnprivilegedId) : null;
        this.script = Path.Combine(Path.GetTempPath(), $"engine-{Guid.NewGuid():n}.ps1");
        File.WriteAllText(this.script, $"Import-Module '{files.ModuleManifest}'\n{script}\n");
        process = new Process { StartInfo = StartInfo(files, options) };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Write(options.StandardInput);
        process.StandardInput.Close();
    }

    public int Id => process.Id;

    /// <summary>Where an unprivileged user's containers are recorded.</summary>
    public string StateFolder => home is null ? "/run/pscontainer" : Path.Combine(home.RuntimeFolder, "pscontainer");

    public string OutputSoFar => Text(output);

    public static EngineProcess Start(string script, EngineProcessOptions? options = null) => new(script, options ?? new());

    /// <summary>Runs a script to its end.</summary>
    public static EngineProcessResult Run(string script, EngineProcessOptions? options = null)
    {
        using EngineProcess process = Start(script, options);
        return process.Wait();
    }

    /// <summary>Waits until the script has written the text, and fails if it ends without it.</summary>
    public void WaitForOutput(string part, int seconds = 300)
    {
        bool Seen() => OutputSoFar.Contains(part, StringComparison.Ordinal);
        SpinWait.SpinUntil(() => Seen() || process.HasExited, TimeSpan.FromSeconds(seconds));
        if (process.HasExited)
        {
            process.WaitForExit();
        }

        Assert.True(Seen(), $"'{part}' did not come within {seconds} s.\nOutput: {OutputSoFar}\nErrors: {Text(errors)}");
    }

    /// <summary>SIGKILL, to the engine's process only: its children live on as they would if it crashed.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: false);
        // Without a limit it would wait for the end of the output, too, which containers that live on keep open.
        process.WaitForExit(TimeSpan.FromMinutes(1));
    }

    public EngineProcessResult Wait(int seconds = 600)
    {
        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            Kill();
            Assert.Fail($"The script did not end within {seconds} s, and was killed.\nOutput: {OutputSoFar}\nErrors: {Text(errors)}");
        }

        process.WaitForExit();
        return new EngineProcessResult(process.ExitCode, OutputSoFar, Text(errors));
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
        File.Delete(script);
        home?.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private ProcessStartInfo StartInfo(EngineFiles files, EngineProcessOptions options)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home?.Path ?? Path.GetTempPath(),
        };
        string[] command = [.. options.Unprivileged ? AsNobody() : [], .. options.Prefix, files.Host, script];
        start.FileName = command[0];
        Array.ForEach(command[1..], start.ArgumentList.Add);
        foreach ((string name, string? value) in options.Environment.Concat(home?.Environment ?? new Dictionary<string, string?>()))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string[] AsNobody()
    {
        string id = UnprivilegedId.ToString(CultureInfo.InvariantCulture);
        return ["setpriv", "--reuid", id, "--regid", id, "--clear-groups"];
    }
}
