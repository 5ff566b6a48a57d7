namespace PSContainer.Oci;

/// <summary>Rules for resource limits.</summary>
internal static class RlimitRules
{
    public static void Check(List<PosixRlimit>? limits, string path)
    {
        int seen = 0;
        for (int i = 0; i < (limits?.Count ?? 0); i++)
        {
            PosixRlimit limit = limits![i];
            if ((uint)limit.Type >= Words.Rlimits.Length)
                throw SpecError.At("RlimitUnknown", $"{path}.rlimits[{i}].type", $"is {(int)limit.Type}, which is no resource");
            if ((seen & (1 << (int)limit.Type)) != 0)
                throw SpecError.At("RlimitDuplicate", $"{path}.rlimits[{i}].type", $"is {Words.Rlimits[(int)limit.Type]}, which is given before", "Give each resource once.");
            if (limit.Soft > limit.Hard)
                throw SpecError.At("RlimitSoftAboveHard", $"{path}.rlimits[{i}].soft", $"is {limit.Soft}, above the hard limit of {limit.Hard}");
            seen |= 1 << (int)limit.Type;
        }
    }
}
