using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Configuration;

/// <summary>Which ids an unprivileged user's container has besides the user's own.</summary>
public sealed class SubordinateIdsTests
{
    [Theory]
    [InlineData("other:1:2\nme:100000:65536\nme:5:6\n", 100000u, 65536u)]
    [InlineData("1000:7:8", 7u, 8u)]
    [InlineData("me:7:8", 7u, 8u)]
    public void The_first_range_of_the_user_comes_after_the_user(string text, uint first, uint count)
    {
        LinuxIdMapping range = SubordinateIds.Find(text, 1000, "me")!;
        Assert.Equal((1u, first, count), (range.ContainerId, range.HostId, range.Size));
    }

    [Theory]
    [InlineData("")]
    [InlineData("you:1:2")]
    [InlineData("me:1")]
    [InlineData("me:1:0")]
    [InlineData("me:-1:5")]
    [InlineData("me:x:5\nme:99999999999:1")]
    public void What_gives_the_user_nothing_is_passed_over(string text) => Assert.Null(SubordinateIds.Find(text, 1000, "me"));

    [Fact]
    public void A_user_without_a_name_is_found_by_its_number() => Assert.NotNull(SubordinateIds.Find("1000:1:1", 1000, null));

    [Fact]
    public void They_are_mapped_where_another_user_than_root_is_asked_for()
    {
        Assert.Equal(["0:1000:1"], Maps(null));
        Assert.Equal(["0:1000:1"], Maps(new UserSpec()));
        Assert.Equal(["0:1000:1", "1:5000:100"], Maps(new UserSpec { Uid = 33, Gid = 33 }));
        Assert.Equal("User.NotMapped", Assert.Throws<ContainerException>(() => Maps(new UserSpec { Uid = 101, Gid = 33 })).ErrorId);
    }

    private static string[] Maps(UserSpec? user)
    {
        static LinuxIdMapping Range() => new() { ContainerId = 1, HostId = 5000, Size = 100 };
        var caller = new CallerFacts { UserId = 1000, GroupId = 1000, SubordinateUsers = Range, SubordinateGroups = Range };
        var linux = new LinuxSpec();
        IdMapDefaults.Apply(linux, new ContainerOptions { User = user }, [NamespaceKind.User], caller);
        return [.. linux.UidMappings!.Select(static map => $"{map.ContainerId}:{map.HostId}:{map.Size}")];
    }
}
