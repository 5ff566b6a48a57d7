using PSContainer.Json;

namespace PSContainer.Oci;

/// <summary>Rules for capability sets. The bounding set may name what no kernel here knows: nothing is granted by it.</summary>
internal static class CapabilityRules
{
    public static void Check(LinuxCapabilities? sets, string path)
    {
        if (sets is null)
            return;
        path = $"{path}.capabilities";
        Names(sets.Inheritable, path, "inheritable");
        Names(sets.Ambient, path, "ambient");
        ulong permitted = Names(sets.Permitted, path, "permitted");
        ulong effective = Names(sets.Effective, path, "effective");

        // capset(2) refuses it, with an EPERM that says nothing.
        if ((effective & ~permitted) is > 0 and ulong more)
        {
            string name = Capabilities.Names[System.Numerics.BitOperations.TrailingZeroCount(more)];
            throw SpecError.At("CapabilityNotPermitted", $"{path}.effective", $"has {name}, and the permitted set has not");
        }
    }

    private static ulong Names(List<string>? names, string path, string set)
    {
        ulong mask = 0;
        for (int i = 0; i < (names?.Count ?? 0); i++)
        {
            int number = Capabilities.Number(names![i]);
            if (number < 0)
                throw SpecError.At("UnknownCapability", $"{path}.{set}[{i}]", $"is '{JsonText.Show(names[i] ?? "")}', and there is no such capability");
            mask |= 1UL << number;
        }

        return mask;
    }
}
