using PSContainer.Errors;
using PSContainer.Images;

namespace PSContainer.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("busybox", "docker.io/library/busybox:latest", "busybox:latest")]
    [InlineData("busybox:1.36", "docker.io/library/busybox:1.36", "busybox:1.36")]
    [InlineData("me/app", "docker.io/me/app:latest", "me/app:latest")]
    [InlineData("docker.io/busybox", "docker.io/library/busybox:latest", "busybox:latest")]
    [InlineData("index.docker.io/library/busybox:a", "docker.io/library/busybox:a", "busybox:a")]
    [InlineData("localhost/app", "localhost/app:latest", "localhost/app:latest")]
    [InlineData("localhost:5000/app:v1", "localhost:5000/app:v1", "localhost:5000/app:v1")]
    [InlineData("[::1]:5000/a/b_c/d--e", "[::1]:5000/a/b_c/d--e:latest", "[::1]:5000/a/b_c/d--e:latest")]
    [InlineData("REG/app", "REG/app:latest", "REG/app:latest")]
    [InlineData("quay.io/a/b@sha256:" + Hex, "quay.io/a/b@sha256:" + Hex, "quay.io/a/b@sha256:" + Hex)]
    [InlineData("a:1@sha256:" + Hex, "docker.io/library/a:1@sha256:" + Hex, "a@sha256:" + Hex)]
    public void A_name_is_completed_as_Docker_does(string text, string whole, string familiar)
    {
        var reference = ImageReference.Parse(text);
        Assert.Equal(whole, reference.ToString());
        Assert.Equal(familiar, reference.FamiliarName);
        Assert.Equal(reference, ImageReference.Parse(whole));
    }

    [Fact]
    public void Short_names_may_be_those_of_another_registry()
    {
        Assert.Equal("reg.example:5000/busybox:latest", ImageReference.Parse("busybox", "reg.example:5000").ToString());
        Assert.Equal("quay.io/busybox:latest", ImageReference.Parse("quay.io/busybox", "reg.example:5000").ToString());
        Assert.Equal("docker.io/library/busybox:latest", ImageReference.Parse("docker.io/busybox", "reg.example:5000").ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(":tag")]
    [InlineData("Busybox")]
    [InlineData("a/B/c")]
    [InlineData("busybox:")]
    [InlineData("busybox:-x")]
    [InlineData("busybox:a b")]
    [InlineData("../etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a___b")]
    [InlineData("a..b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("busybox@sha256:0123")]
    [InlineData("busybox@md5:" + Hex)]
    [InlineData("busybox\n")]
    [InlineData("büsybox")]
    [InlineData("http://reg.example/a")]
    [InlineData("-reg.example/a")]
    [InlineData(Hex)]
    public void What_is_no_name_is_an_error_that_says_why(string text)
    {
        var error = Assert.Throws<ContainerException>(() => ImageReference.Parse(text));
        Assert.Equal("Image.Reference.Invalid", error.ErrorId);
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
    }

    [Fact]
    public void Long_names_and_tags_are_refused()
    {
        Assert.Throws<ContainerException>(() => ImageReference.Parse(new string('a', 256)));
        Assert.Throws<ContainerException>(() => ImageReference.Parse("a:" + new string('a', 129)));
        Assert.Throws<ContainerException>(() => ImageReference.Parse(new string('a', 1 << 20)));
        Assert.Equal(128, ImageReference.Parse("a:" + new string('a', 128)).Tag!.Length);
    }

    [Theory]
    [InlineData("sha256:" + Hex, true)]
    [InlineData("sha512:" + Hex + Hex, true)]
    [InlineData("sha256:" + Hex + "0", false)]
    [InlineData("SHA256:" + Hex, false)]
    [InlineData("sha256:../../../../etc/passwd0123456789abcdef0123456789abcdef01234567", false)]
    [InlineData("sha256:ABCDEF6789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("sha384:" + Hex, false)]
    [InlineData("", false)]
    public void A_digest_is_fit_for_a_file_name(string text, bool valid) => Assert.Equal(valid, Digest.TryParse(text, out _));

    [Theory]
    [InlineData("linux/amd64", "linux/amd64")]
    [InlineData("x86_64", "linux/amd64")]
    [InlineData("linux/arm64/v8", "linux/arm64")]
    [InlineData("ARM64", "linux/arm64")]
    [InlineData("linux/arm", "linux/arm/v7")]
    [InlineData("windows/amd64", "windows/amd64")]
    public void A_platform_has_one_form(string text, string expected) => Assert.Equal(expected, Platform.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("linux/")]
    [InlineData("a/b/c/d")]
    [InlineData("linux/am d64")]
    public void What_is_no_platform_is_an_error(string text) =>
        Assert.Equal("Image.Platform.Invalid", Assert.Throws<ContainerException>(() => Platform.Parse(text)).ErrorId);

    [Fact]
    public void The_best_of_an_index_is_chosen()
    {
        static Descriptor For(string os, string architecture, string? variant, char digit) => new()
        {
            MediaType = MediaTypes.Manifest, Digest = Digest.Parse("sha256:" + new string(digit, 64)), Size = 1, Platform = new(os, architecture, variant),
        };
        var index = new ImageIndex
        {
            Manifests =
            [
                For("windows", "amd64", null, '1'), For("linux", "arm", "v5", '2'), For("linux", "arm", "v6", '3'), For("linux", "arm64", "v8", '4'),
                For("unknown", "unknown", null, '5'), For("linux", "amd64", null, '6'),
            ],
        };
        Assert.Equal('6', index.Select(Platform.Parse("linux/amd64"))!.Digest.Hex[0]);
        Assert.Equal('4', index.Select(Platform.Parse("linux/arm64"))!.Digest.Hex[0]);
        Assert.Equal('3', index.Select(Platform.Parse("linux/arm/v7"))!.Digest.Hex[0]);
        Assert.Equal('2', index.Select(Platform.Parse("linux/arm/v5"))!.Digest.Hex[0]);
        Assert.Null(index.Select(Platform.Parse("linux/s390x")));
    }
}
