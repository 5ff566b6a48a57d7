using PSContainer.Cgroups;
using PSContainer.Errors;

namespace PSContainer.Tests.Cgroups;

public sealed class ScopeNameTests
{
    [Theory]
    [InlineData("system.slice:crio:abc", false, "system.slice", "crio-abc.scope")]
    [InlineData(":crio:abc", false, "system.slice", "crio-abc.scope")]
    [InlineData(":crio:abc", true, "user.slice", "crio-abc.scope")]
    [InlineData("a-b.slice::abc", true, "a-b.slice", "abc.scope")]
    [InlineData("-:x:y", false, "-.slice", "x-y.scope")]
    [InlineData(@"system-a\x2db.slice:x:y.z_1", false, @"system-a\x2db.slice", "x-y.z_1.scope")]
    [InlineData(null, false, "system.slice", "pscontainer-id.scope")]
    [InlineData("", true, "user.slice", "pscontainer-id.scope")]
    public void A_path_of_three_parts_names_slice_and_scope(string? path, bool isUser, string slice, string unit)
    {
        Assert.Equal(new ScopeName(slice, unit), ScopeName.Parse(path, "id", isUser));
    }

    [Theory]
    [InlineData("/a/b")]
    [InlineData("a")]
    [InlineData("a.slice:b")]
    [InlineData("a.slice:b:c:d")]
    public void Another_form_is_refused_with_the_one_that_is_expected(string path)
    {
        ContainerException e = Assert.Throws<ContainerException>(() => ScopeName.Parse(path, "id", isUser: false));

        Assert.Equal("Cgroup.Systemd.Path", e.ErrorId);
        Assert.Contains("expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:b:c")]
    [InlineData(".slice:b:c")]
    [InlineData("a/b.slice:b:c")]
    [InlineData("-a.slice:b:c")]
    [InlineData("a-.slice:b:c")]
    [InlineData("a--b.slice:b:c")]
    [InlineData("a.slice:b:")]
    [InlineData("a.slice:b:c/d")]
    [InlineData("a.slice:b:c d")]
    [InlineData("a.slice:b:c@d")]
    public void A_name_that_systemd_has_not_is_refused(string path)
    {
        Assert.Equal("Cgroup.Systemd.Path", Assert.Throws<ContainerException>(() => ScopeName.Parse(path, "id", isUser: false)).ErrorId);
    }

    [Fact]
    public void A_name_longer_than_systemd_takes_is_refused()
    {
        Assert.NotNull(ScopeName.Parse($"::{new string('x', 249)}", "id", isUser: false));
        Assert.Throws<ContainerException>(() => ScopeName.Parse($"::{new string('x', 250)}", "id", isUser: false));
    }
}
