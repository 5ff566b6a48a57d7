using PSContainer.Oci;

namespace PSContainer.State;

/// <summary>What the OCI runtime specification calls a status.</summary>
internal static class ContainerStatusWords
{
    /// <summary>The word; one that waits to be started again has ended, as far as the standard goes.</summary>
    public static string Word(this ContainerStatus status) =>
        Words.Statuses[(int)(status == ContainerStatus.Restarting ? ContainerStatus.Stopped : status)];
}
