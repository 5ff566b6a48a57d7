using System.Globalization;
using PSContainer.Json;
using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>When a rule of Podman's or Docker's format is for a container (<c>includes</c>) or is not (<c>excludes</c>).</summary>
internal sealed class ProfileCondition
{
    private List<string> _capabilities = [];
    private List<string> _machines = [];
    private Version? _minKernel;

    public static ProfileCondition Read(ref JsonCursor json)
    {
        var condition = new ProfileCondition();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("caps"u8))
                condition._capabilities = json.Strings();
            else if (name.SequenceEqual("arches"u8))
                condition._machines = json.Strings();
            else if (name.SequenceEqual("minKernel"u8))
                condition._minKernel = Kernel(ref json);
            else
                throw json.Invalid("absent: the conditions are \"caps\", \"arches\" and \"minKernel\"");
        }

        return condition;
    }

    /// <summary>Whether all that is asked for is there: every capability, one of the machines, the kernel.</summary>
    public bool Includes(in ProfileTarget target)
    {
        foreach (string capability in _capabilities)
        {
            if (!Has(target, capability))
                return false;
        }

        return (_machines.Count == 0 || _machines.Contains(target.Native.GoName())) && (_minKernel is null || target.Kernel >= _minKernel);
    }

    /// <summary>Whether anything of it is there.</summary>
    public bool Excludes(in ProfileTarget target)
    {
        foreach (string capability in _capabilities)
        {
            if (Has(target, capability))
                return true;
        }

        return _machines.Contains(target.Native.GoName()) || (_minKernel is not null && target.Kernel >= _minKernel);
    }

    // A capability that this version does not know cannot be one that the container has.
    private static bool Has(in ProfileTarget target, string capability) =>
        Capabilities.Number(capability) is >= 0 and int number && (target.Capabilities & (1UL << number)) != 0;

    private static Version Kernel(ref JsonCursor json)
    {
        string[] parts = json.String().Split('.');
        return parts.Length == 2 && Number(parts[0]) is >= 0 and int major && Number(parts[1]) is >= 0 and int minor
            ? new Version(major, minor)
            : throw json.Invalid("a kernel's version, such as \"4.8\"");
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
