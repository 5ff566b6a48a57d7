using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Reads what a process may do: capabilities, limits, security labels.</summary>
internal static class PrivilegesReader
{
    /// <summary>Reads the property if it is one of these.</summary>
    public static bool Property(ProcessSpec process, ReadOnlySpan<byte> name, ref JsonCursor json)
    {
        if (name.SequenceEqual("capabilities"u8))
            process.Capabilities = Capabilities(ref json);
        else if (name.SequenceEqual("rlimits"u8))
            process.Rlimits = json.List(Rlimit);
        else if (name.SequenceEqual("noNewPrivileges"u8))
            process.NoNewPrivileges = json.Boolean();
        else if (name.SequenceEqual("apparmorProfile"u8))
            process.ApparmorProfile = json.String();
        else if (name.SequenceEqual("selinuxLabel"u8))
            process.SelinuxLabel = json.String();
        else
            return false;
        return true;
    }

    private static LinuxCapabilities Capabilities(ref JsonCursor json)
    {
        var sets = new LinuxCapabilities();
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("bounding"u8))
                sets.Bounding = json.List(BoundingCapability);
            else if (name.SequenceEqual("effective"u8))
                sets.Effective = json.List(Capability);
            else if (name.SequenceEqual("inheritable"u8))
                sets.Inheritable = json.List(Capability);
            else if (name.SequenceEqual("permitted"u8))
                sets.Permitted = json.List(Capability);
            else if (name.SequenceEqual("ambient"u8))
                sets.Ambient = json.List(Capability);
            else
                json.Skip();
        }

        return sets;
    }

    // The name from the list, so that five sets of 41 make no strings.
    private static string Capability(ref JsonCursor json) => Oci.Capabilities.Names[json.Word(Oci.Capabilities.Names)];

    // One that this kernel does not know cannot be had either: what only bounds is none the worse for it.
    private static string BoundingCapability(ref JsonCursor json) =>
        json.TryWord(Oci.Capabilities.Names) is >= 0 and int number ? Oci.Capabilities.Names[number] : json.String();

    private static PosixRlimit Rlimit(ref JsonCursor json)
    {
        int? type = null;
        ulong? hard = null, soft = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("type"u8))
                type = json.Word(Words.Rlimits);
            else if (name.SequenceEqual("hard"u8))
                hard = json.UInt64();
            else if (name.SequenceEqual("soft"u8))
                soft = json.UInt64();
            else
                json.Skip();
        }

        return new PosixRlimit
        {
            Type = (RlimitType)json.Required(type, "type"),
            Hard = json.Required(hard, "hard"),
            Soft = json.Required(soft, "soft"),
        };
    }
}
