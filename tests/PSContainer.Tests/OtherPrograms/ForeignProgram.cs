using System.Globalization;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.OtherPrograms;

/// <summary>A program that uses the launcher as its runtime, with all that it keeps in a folder of its own; what is missing skips the test.</summary>
internal sealed class ForeignProgram : IDisposable
{
    private static readonly string[] s_folders = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"];

    private static readonly string[] s_applets = ["cut", "grep", "hostname", "readlink", "tty"];

    private readonly string _program;
    private readonly string[] _settings;

    public ForeignProgram(string program, Func<string, string[]> settings)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, $"needs root");
        _program = Find(program) ?? "";
        Assert.SkipUnless(_program.Length > 0, $"needs {program} (Debian: apt-get install {program})");
        Bundle = new Bundle();
        foreach (string applet in s_applets)
        {
            File.CreateSymbolicLink($"{Bundle.Root}/bin/{applet}", "busybox");
        }

        Folder = Directory.CreateTempSubdirectory("pscontainer-foreign-").FullName;
        _settings = settings(Folder);
        // As many as anyone may have: the programs' own defaults take rights that not every root has.
        File.WriteAllText($"{Folder}/containers.conf", "[containers]\ndefault_ulimits = [\"nofile=512:512\", \"nproc=4096:4096\"]\n");
        File.WriteAllText($"{Folder}/policy.json", """{"default":[{"type":"insecureAcceptAnything"}]}""");
    }

    /// <summary>What holds the root that containers are made of.</summary>
    public Bundle Bundle { get; }

    public string Folder { get; }

    public static string Launcher => BuildPaths.Launcher;

    /// <summary>The program of that name, or null.</summary>
    public static string? Find(string name) => s_folders
        .Select(folder => $"{folder}/{name}").FirstOrDefault(File.Exists);

    /// <summary>Calls it.</summary>
    public Outcome Call(params string[] arguments) =>
        Outcome.Of("env", [$"CONTAINERS_CONF={Folder}/containers.conf", "BUILDAH_ISOLATION=oci", _program, .. _settings, .. arguments]);

    /// <summary>Calls it, and fails where it does.</summary>
    public string Must(params string[] arguments) => Require(0, arguments).Output.Trim();

    /// <summary>Calls it, and fails where it ends with anything else.</summary>
    public Outcome Require(int exitCode, params string[] arguments)
    {
        Outcome outcome = Call(arguments);
        Assert.True(outcome.ExitCode == exitCode, string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', arguments)}: {outcome}"));
        return outcome;
    }

    public void Dispose()
    {
        Bundle.Dispose();
        // Layers have folders that only root may enter, and mounts that a program left may be busy for a moment.
        Outcome.Of("sh", "-c", "grep -o \" $0[^ ]*\" /proc/self/mountinfo | sort -r | xargs -r umount -l; rm -rf \"$0\"", Folder);
    }
}
