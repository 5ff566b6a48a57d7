using PSContainer.Cgroups;
using PSContainer.Errors;

namespace PSContainer.Tests.Cgroups;

public sealed class CgroupPathTests
{
    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("a", "a")]
    [InlineData("//a///b/", "/a/b")]
    [InlineData("/./a/.", "/a")]
    [InlineData("a/..b/c..", "a/..b/c..")]
    [InlineData("system.slice:web:1", "system.slice:web:1")]
    public void Doubled_and_trailing_slashes_are_taken_out(string path, string expected)
    {
        Assert.Equal(expected, CgroupPath.Normalize(path));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("/..")]
    [InlineData("a/../b")]
    [InlineData("/a/b/..")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData(".")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void A_path_that_climbs_or_names_nothing_is_refused(string path)
    {
        ContainerException e = Assert.Throws<ContainerException>(() => CgroupPath.Normalize(path));

        Assert.Equal("Cgroup.Path.Invalid", e.ErrorId);
        Assert.Equal(ErrorKind.InvalidArgument, e.Kind);
    }

    [Fact]
    public void A_name_longer_than_the_kernel_takes_is_refused()
    {
        Assert.Equal("/" + new string('a', 255), CgroupPath.Normalize("/" + new string('a', 255)));
        Assert.Throws<ContainerException>(() => CgroupPath.Normalize("/" + new string('a', 256)));
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/a/../../escape")]
    public void Nothing_is_made_for_a_path_that_climbs(string path)
    {
        TestGroup.SkipUnlessPossible();

        var request = new CgroupRequest { ContainerId = "x", Path = path };

        Assert.Throws<ContainerException>(() => Cgroup.Create(CgroupHost.Read(), request));
    }
}
