using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

public class CapabilitiesTests
{
    [Theory]
    [InlineData("CAP_CHOWN", 0)]
    [InlineData("CAP_NET_ADMIN", 12)]
    [InlineData("CAP_SYS_ADMIN", 21)]
    [InlineData("CAP_SETFCAP", 31)]
    [InlineData("CAP_AUDIT_READ", 37)]
    [InlineData("CAP_CHECKPOINT_RESTORE", 40)]
    public void A_name_has_the_number_of_the_kernel(string name, int number) => Assert.Equal(number, Capabilities.Number(name));

    [Fact]
    public void There_are_41_of_which_none_is_twice() => Assert.Equal(41, Capabilities.All.Distinct().Count());

    [Theory]
    [InlineData("CAP_NET_RAW")]
    [InlineData("cap_net_raw")]
    [InlineData("NET_RAW")]
    [InlineData("net_Raw")]
    public void Parse_takes_a_name_with_and_without_prefix_in_any_case(string name) =>
        Assert.Equal(["CAP_NET_RAW"], Capabilities.Parse(name));

    [Theory]
    [InlineData("ALL")]
    [InlineData("all")]
    public void Parse_takes_all(string name) => Assert.Equal(Capabilities.All, Capabilities.Parse(name));

    [Theory]
    [InlineData("")]
    [InlineData("CAP_")]
    [InlineData("CAP_ALL")]
    [InlineData("CAP_CAP_CHOWN")]
    [InlineData(" CHOWN")]
    [InlineData("CHOWN,KILL")]
    [InlineData("CAP_TELEPORT")]
    public void Parse_refuses_anything_else_and_names_what_is_known(string name)
    {
        ContainerException error = Assert.Throws<ContainerException>(() => Capabilities.Parse(name));
        Assert.Equal("Spec.UnknownCapability", error.ErrorId);
        Assert.Contains("CAP_CHECKPOINT_RESTORE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_has_the_bit_of_each_name()
    {
        Assert.Equal((1UL << 0) | (1UL << 21) | (1UL << 40), Capabilities.Mask(["CAP_SYS_ADMIN", "CAP_CHOWN", "CAP_CHECKPOINT_RESTORE"]));
        Assert.Equal((1UL << 41) - 1, Capabilities.Mask(Capabilities.All));
        Assert.Equal(0UL, Capabilities.Mask(null));
    }

    [Theory]
    [InlineData("chown")]
    [InlineData("CAP_TELEPORT")]
    public void A_mask_of_a_name_that_is_not_exact_is_refused(string name) =>
        Assert.Equal("Spec.UnknownCapability", Assert.Throws<ContainerException>(() => Capabilities.Mask([name])).ErrorId);
}
