using PSContainer.Cgroups;

namespace PSContainer.Configuration;

/// <summary>Weights of version 2 of cgroups as the shares of version 1, which the runtime spec has.</summary>
internal static class CpuWeight
{
    /// <summary>The least shares that become this weight: 1 is 2, 100 is 1024, 10000 is 262144.</summary>
    /// <param name="weight">1 to 10000.</param>
    public static ulong SharesOf(int weight)
    {
        ulong low = 2, high = 262144;
        while (low < high)
        {
            ulong middle = (low + high) / 2;
            (low, high) = CpuResources.WeightOf(middle) < weight ? (middle + 1, high) : (low, middle);
        }

        return weight == UsualWeight ? UsualShares : low;
    }

    // More than one number of shares becomes the usual weight; version 1 has this one.
    private const int UsualWeight = 100;
    private const ulong UsualShares = 1024;
}
