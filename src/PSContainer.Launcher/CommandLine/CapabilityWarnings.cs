using PSContainer.Oci;

namespace PSContainer.Launcher.CommandLine;

/// <summary>Tells of capabilities that a specification names and a process cannot have (config.md, "Linux Process").</summary>
internal static class CapabilityWarnings
{
    public static void Tell(LinuxCapabilities? sets, ErrorLog log)
    {
        List<string> unknown = [.. (sets?.Bounding ?? []).Where(static name => Capabilities.Number(name) < 0)];
        if (unknown.Count > 0)
        {
            log.Warn($"ignoring unknown or unavailable capabilities: {string.Join(", ", unknown)}");
        }

        List<string> lost = [.. (sets?.Ambient ?? []).Where(name => !(Has(sets!.Permitted, name) && Has(sets.Inheritable, name)))];
        if (lost.Count > 0)
        {
            log.Warn($"can't raise ambient capability {string.Join(", ", lost)}: not both permitted and inheritable");
        }
    }

    private static bool Has(List<string>? set, string name) => set?.Contains(name) == true;
}
