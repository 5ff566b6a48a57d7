using PSContainer.Cgroups;
using PSContainer.Configuration;

namespace PSContainer.Tests.Configuration;

public sealed class CpuWeightTests
{
    [Fact]
    public void Shares_become_the_weight_that_they_were_made_of() => Assert.All(
        Enumerable.Range(1, 10_000), static weight => Assert.Equal(weight, CpuResources.WeightOf(CpuWeight.SharesOf(weight))));

    [Theory]
    [InlineData(1, 2UL)]
    [InlineData(100, 1024UL)]
    public void The_usual_ones_are_the_usual_ones(int weight, ulong shares) => Assert.Equal(shares, CpuWeight.SharesOf(weight));
}
