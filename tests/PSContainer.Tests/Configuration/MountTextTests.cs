using PSContainer.Configuration;

namespace PSContainer.Tests.Configuration;

/// <summary>A mount as text, as an object, and as text again.</summary>
public sealed class MountTextTests
{
    [Theory]
    [InlineData("/srv:/mnt", "type=bind,source=/srv,target=/mnt")]
    [InlineData("/srv:/mnt:ro,nosuid", "type=bind,source=/srv,target=/mnt,ro,nosuid")]
    [InlineData("type=bind,src=/srv,dst=/mnt,readonly", "type=bind,source=/srv,target=/mnt,ro")]
    [InlineData("readonly,target=/mnt,source=/srv,type=bind", "type=bind,source=/srv,target=/mnt,ro")]
    [InlineData("type=tmpfs,target=/mnt,size=64m,mode=1777", "type=tmpfs,target=/mnt,size=64m,mode=1777")]
    [InlineData("type=tmpfs,target=/mnt,size=1.5MB,ro", "type=tmpfs,target=/mnt,size=1572864,ro")]
    [InlineData("type=tmpfs,target=/mnt,size=50%", "type=tmpfs,target=/mnt,size=50%")]
    [InlineData("type=overlay,target=/mnt,lowerdir=/a:/b", "type=overlay,target=/mnt,lowerdir=/a:/b")]
    public void It_says_the_same(string text, string again)
    {
        var mount = new ContainerMount(MountParser.Parse(text, static path => path));
        Assert.Equal(again, mount.ToString());
        Assert.Equal(again, new ContainerMount(MountParser.Parse(again, static path => path)).ToString());
        Assert.Equal(text.Contains("ro", StringComparison.Ordinal) || text.Contains("readonly", StringComparison.Ordinal), mount.ReadOnly);
    }
}
