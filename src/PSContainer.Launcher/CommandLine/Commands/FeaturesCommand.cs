using System.Text.Json;
using PSContainer.Launch;
using PSContainer.Launch.Hooks;
using PSContainer.Oci;

namespace PSContainer.Launcher.CommandLine;

/// <summary><c>features</c>: what this runtime can do, in the form of the specification's features.md.</summary>
internal sealed class FeaturesCommand : Command
{
    private const string OldestVersion = "1.0.0";

    public override string Name => "features";

    public override string Summary => "show the enabled features";

    public override string Operands => "";

    public override (int Least, int Most) OperandCount => (0, 0);

    public override int Run(CommandCall call)
    {
        StandardStream.PrintJson(Write, indented: true);
        return 0;
    }

    private static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("ociVersionMin"u8, OldestVersion);
        json.WriteString("ociVersionMax"u8, Build.SpecVersion);
        Words(json, "hooks"u8, HookKindExtensions.Words);
        Words(json, "mountOptions"u8, MountOptionParser.Words);
        json.WriteStartObject("linux"u8);
        Words(json, "namespaces"u8, Oci.Words.Namespaces);
        Words(json, "capabilities"u8, Capabilities.All);
        Cgroups(json);
        Seccomp(json);
        Enabled(json, "apparmor"u8, true);
        Enabled(json, "selinux"u8, true);
        Enabled(json, "intelRdt"u8, true);
        MemoryPolicy(json);
        json.WriteStartObject("mountExtensions"u8);
        Enabled(json, "idmap"u8, true);
        json.WriteEndObject();
        Enabled(json, "netDevices"u8, false);
        json.WriteEndObject();
        json.WriteStartObject("annotations"u8);
        json.WriteString("io.pscontainer.version"u8, Build.Version);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Cgroups(Utf8JsonWriter json)
    {
        json.WriteStartObject("cgroup"u8);
        json.WriteBoolean("v1"u8, true);
        json.WriteBoolean("v2"u8, true);
        json.WriteBoolean("systemd"u8, true);
        json.WriteBoolean("systemdUser"u8, true);
        json.WriteBoolean("rdma"u8, true);
        json.WriteEndObject();
    }

    private static void Seccomp(Utf8JsonWriter json)
    {
        json.WriteStartObject("seccomp"u8);
        json.WriteBoolean("enabled"u8, true);
        Words(json, "actions"u8, Oci.Words.SeccompActions);
        Words(json, "operators"u8, Oci.Words.SeccompOperators);
        Words(json, "archs"u8, ["SCMP_ARCH_X86", "SCMP_ARCH_X86_64", "SCMP_ARCH_X32", "SCMP_ARCH_ARM", "SCMP_ARCH_AARCH64"]);
        Words(json, "knownFlags"u8, Oci.Words.SeccompFlags);
        Words(json, "supportedFlags"u8, Oci.Words.SeccompFlags);
        json.WriteEndObject();
    }

    private static void MemoryPolicy(Utf8JsonWriter json)
    {
        json.WriteStartObject("memoryPolicy"u8);
        Words(json, "modes"u8, Oci.Words.MemoryPolicies);
        Words(json, "flags"u8, Oci.Words.MemoryPolicyFlags);
        json.WriteEndObject();
    }

    private static void Enabled(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool enabled)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("enabled"u8, enabled);
        json.WriteEndObject();
    }

    private static void Words(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (string word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }
}
