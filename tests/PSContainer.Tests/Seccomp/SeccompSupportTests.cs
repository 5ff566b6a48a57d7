using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed class SeccompSupportTests
{
    private const string KnownActions = "/proc/sys/kernel/seccomp/actions_avail";

    [Fact]
    public void It_tells_whether_the_kernel_has_filters() => Assert.Equal(File.Exists(KnownActions), SeccompSupport.IsEnabled);

    [Fact]
    public void It_tells_the_flags_that_the_kernel_knows()
    {
        Assert.SkipUnless(Environment.OSVersion.Version >= new Version(5, 19), "This kernel is older than the newest of the flags.");
        Assert.Equal(Enum.GetValues<SeccompFlag>(), SeccompSupport.Flags());
    }
}
