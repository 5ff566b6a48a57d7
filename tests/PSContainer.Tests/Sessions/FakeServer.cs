namespace PSContainer.Tests.Sessions;

/// <summary>A shell script in pwsh's place; its folder is <c>/mnt</c> in the container.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("server-").FullName;

    private readonly string _more;

    /// <param name="script">What it does.</param>
    /// <param name="tools">A folder that it sees as <c>/srv</c>.</param>
    public FakeServer(string script, string? tools = null)
    {
        _more = tools is null ? "" : $", '{tools}:/srv:ro'";
        string file = Path.Combine(_folder, "pwsh");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
    }

    /// <summary>What makes a container use it.</summary>
    public string Parameters => $"-Mount '{_folder}:/mnt'{_more} -PowerShellPath /mnt/pwsh";

    /// <summary>A file for it to read.</summary>
    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    public void WaitForFile(string name) =>
        Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(_folder, name)), TimeSpan.FromMinutes(1)), $"{name} did not come.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
