using System.Security.Cryptography.X509Certificates;
using PSContainer.Images.Registry;

namespace PSContainer.Tests.Images.Registry;

/// <summary>Whom a connection is made with, and how.</summary>
public sealed class TransportSecurityTests : IDisposable
{
    private readonly List<IDisposable> _made = [];
    private readonly TestAuthority _authority;

    public TransportSecurityTests() => _authority = Keep(new TestAuthority());

    public void Dispose() => _made.ForEach(static one => one.Dispose());

    [Fact]
    public void A_certificate_of_an_unknown_authority_is_not_trusted()
    {
        PullScene scene = Scene(_authority.Certify("localhost"));
        Assert.Contains("-CertificateAuthority", scene.Fails("Registry.Certificate").Message, StringComparison.Ordinal);
        Assert.Empty(scene.Registry.Requests);
    }

    [Fact]
    public void An_authority_that_is_named_is_trusted()
    {
        PullScene scene = Scene(_authority.Certify("localhost"));
        File.WriteAllText($"{scene.Folder}/ca.crt", _authority.Pem);
        scene.Options = scene.Options with { CertificateAuthority = $"{scene.Folder}/ca.crt", AllowInsecure = false };
        scene.Pull();
        scene.Options = scene.Options with { AllowInsecure = true };
        scene.Pull();
    }

    [Fact]
    public void An_authority_is_found_where_other_tools_have_it()
    {
        PullScene scene = Scene(_authority.Certify("localhost"));
        Directory.CreateDirectory($"{scene.Folder}/certs.d/{scene.Registry.Host}");
        File.WriteAllText($"{scene.Folder}/certs.d/{scene.Registry.Host}/ca.crt", _authority.Pem);
        scene.Options = scene.Options with { Environment = scene.Options.Environment with { CertificateFolders = ["/no/such", $"{scene.Folder}/certs.d"] } };
        scene.Pull();
    }

    [Fact]
    public void A_certificate_of_another_host_is_not_trusted_whoever_made_it()
    {
        PullScene scene = Scene(_authority.Certify("registry.example"));
        File.WriteAllText($"{scene.Folder}/ca.crt", _authority.Pem);
        scene.Options = scene.Options with { CertificateAuthority = $"{scene.Folder}/ca.crt" };
        Assert.Contains("another host", scene.Fails("Registry.Certificate").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_has_expired_is_not_trusted()
    {
        PullScene scene = Scene(_authority.Certify("localhost", DateTimeOffset.UtcNow.AddDays(-1)));
        File.WriteAllText($"{scene.Folder}/ca.crt", _authority.Pem);
        scene.Options = scene.Options with { CertificateAuthority = $"{scene.Folder}/ca.crt" };
        scene.Fails("Registry.Certificate");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void What_is_no_authority_is_told(string? content)
    {
        PullScene scene = Scene(_authority.Certify("localhost"));
        if (content is not null)
            File.WriteAllText($"{scene.Folder}/ca.crt", content);
        scene.Options = scene.Options with { CertificateAuthority = $"{scene.Folder}/ca.crt" };
        scene.Fails("Registry.CertificateAuthority");
    }

    [Fact]
    public void Http_is_used_only_where_it_is_allowed()
    {
        PullScene scene = Keep(new PullScene());
        scene.Registry.Add("app", "latest", FakeImage.Make());
        scene.Options = scene.Options with { AllowInsecure = false };
        Assert.Contains("-AllowInsecure", scene.Fails("Registry.NoTls").Message, StringComparison.Ordinal);
        Assert.Empty(scene.Registry.Requests);
        scene.Options = scene.Options with { InsecureRegistries = [scene.Registry.Host] };
        scene.Pull();
    }

    [Theory]
    [InlineData("https://registry.example/x", false, false)]
    [InlineData("http://127.0.0.1:5000/", true, false)]
    [InlineData("http://127.9.9.9/", true, false)]
    [InlineData("http://[::1]:5000/", true, false)]
    [InlineData("http://localhost.example/", false, false)]
    [InlineData("http://registry.lan:5000/", false, true)]
    [InlineData("http://registry.lan:5001/", false, false)]
    [InlineData("http://other.lan:1/", false, true)]
    public void Loopback_is_one_thing_and_a_named_registry_another(string address, bool asLoopback, bool asNamed)
    {
        Assert.Equal(asLoopback, new RedirectRule(new RegistryOptions { AllowInsecure = true }).AllowsHttp(new Uri(address)));
        Assert.Equal(asNamed, new RedirectRule(new RegistryOptions { InsecureRegistries = ["registry.lan:5000", "other.lan"] }).AllowsHttp(new Uri(address)));
    }

    [Fact]
    public void A_redirect_from_https_to_http_is_refused_even_on_loopback()
    {
        PullScene scene = Scene(_authority.Certify("localhost"));
        File.WriteAllText($"{scene.Folder}/ca.crt", _authority.Pem);
        scene.Options = scene.Options with { CertificateAuthority = $"{scene.Folder}/ca.crt" };
        scene.Registry.Instead = static request => request.IsBlob ? new FakeAnswer(302) { Headers = { ["Location"] = "http://localhost:1/" } } : null;
        scene.Fails("Registry.Redirect");
    }

    [Fact]
    public void A_host_that_there_is_not_and_a_port_where_nobody_is_are_told()
    {
        PullScene scene = Keep(new PullScene());
        scene.Fails("Registry.NameResolution", "registry.invalid/app");
        scene.Fails("Registry.Unreachable", "localhost:1/app");
    }

    private PullScene Scene(X509Certificate2 certificate)
    {
        PullScene scene = Keep(new PullScene(new FakeRegistry(certificate)));
        scene.Registry.Add("app", "latest", FakeImage.Make());
        return scene;
    }

    private T Keep<T>(T one)
        where T : IDisposable
    {
        _made.Insert(0, one);
        return one;
    }
}
