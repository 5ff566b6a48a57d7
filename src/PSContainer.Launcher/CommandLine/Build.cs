using PSContainer.Oci;

namespace PSContainer.Launcher.CommandLine;

/// <summary>Which build this is.</summary>
internal static partial class Build
{
    /// <summary>The version of the specification that it follows.</summary>
    public const string SpecVersion = RuntimeSpec.CurrentVersion;

    /// <summary>What <c>--version</c> prints: the lines of runc's, which Podman and containerd read.</summary>
    public static string VersionText => $"pscontainer version {Version}\n{CommitLine}spec: {SpecVersion}\n";

    private static string CommitLine => Commit.Length > 0 ? $"commit: {Commit}\n" : "";
}
