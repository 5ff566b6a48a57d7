using PSContainer.Configuration;
using PSContainer.Oci;

namespace PSContainer.Launcher.Monitor;

/// <summary>The process of a health check: like the container's own, but for the command.</summary>
internal static class HealthProcess
{
    /// <param name="own">The container's own; null for one without a command.</param>
    /// <param name="command">The check's.</param>
    public static ProcessSpec Of(ProcessSpec? own, IReadOnlyList<string> command)
    {
        ProcessSpec process = own ?? ProcessDefaults.Build(new ContainerOptions());
        return new ProcessSpec
        {
            Args = [.. command], Cwd = process.Cwd, Env = process.Env, User = process.User, Capabilities = process.Capabilities,
            Rlimits = process.Rlimits, NoNewPrivileges = process.NoNewPrivileges, ApparmorProfile = process.ApparmorProfile,
            SelinuxLabel = process.SelinuxLabel, OomScoreAdj = process.OomScoreAdj,
        };
    }
}
