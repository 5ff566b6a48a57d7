using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class ContainerIdTests
{
    [Fact]
    public void A_new_id_has_64_hexadecimal_digits_and_is_not_given_twice()
    {
        HashSet<string> ids = [];
        for (int i = 0; i < 100; i++)
        {
            string id = ContainerId.NewId();
            Assert.Matches("^[0-9a-f]{64}$", id);
            Assert.True(ids.Add(id));
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("-")]
    [InlineData("+a.b_c-d")]
    [InlineData("_..")]
    [InlineData("A9")]
    public void What_runc_and_crun_take_is_taken(string id)
    {
        Assert.True(ContainerId.IsValid(id));
        Assert.Equal(id, ContainerId.Validate(id));
        Assert.Equal(id, ContainerName.Validate(id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".names")]
    [InlineData("a/b")]
    [InlineData("../a")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("é")]
    [InlineData("ａ")]
    [InlineData("a\u001b[2J")]
    public void Anything_else_is_refused_by_name_and_by_id(string? text)
    {
        Assert.False(ContainerId.IsValid(text));
        Assert.False(ContainerName.IsValid(text));
        var id = Assert.Throws<ContainerException>(() => ContainerId.Validate(text));
        Assert.Equal(("Container.InvalidId", ErrorKind.InvalidArgument), (id.ErrorId, id.Kind));
        var name = Assert.Throws<ContainerException>(() => ContainerName.Validate(text));
        Assert.Equal(("Container.InvalidName", ErrorKind.InvalidArgument), (name.ErrorId, name.Kind));
        Assert.DoesNotContain(name.Message, char.IsControl);
    }

    [Fact]
    public void The_longest_id_is_the_longest_file_name()
    {
        Assert.True(ContainerId.IsValid(new string('a', 255)));
        var error = Assert.Throws<ContainerException>(() => ContainerId.Validate(new string('a', 256)));
        Assert.True(error.Message.Length < 400);
    }

    [Fact]
    public void Only_a_generated_id_is_shortened()
    {
        string id = ContainerId.NewId();
        Assert.Equal(id[..12], ContainerId.ShortId(id));
        Assert.Equal("my-web-server-01", ContainerId.ShortId("my-web-server-01"));
        Assert.Equal(64, ContainerId.ShortId(new string('g', 64)).Length);
    }
}
