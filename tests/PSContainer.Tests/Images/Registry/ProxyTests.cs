using PSContainer.Errors;
using PSContainer.Images.Registry;

namespace PSContainer.Tests.Images.Registry;

/// <summary>The proxies of the environment.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("https://registry.example/", "http://secure.proxy:3128/")]
    [InlineData("http://registry.example/", "http://plain.proxy/")]
    [InlineData("https://localhost:5000/", null)]
    [InlineData("https://127.0.0.1/", null)]
    [InlineData("https://inner.example/", null)]
    [InlineData("https://a.inner.example/", null)]
    [InlineData("https://notinner.example/", "http://secure.proxy:3128/")]
    [InlineData("https://port.example:5000/", null)]
    [InlineData("https://port.example/", "http://secure.proxy:3128/")]
    [InlineData("https://10.1.2.3/", null)]
    [InlineData("https://11.1.2.3/", "http://secure.proxy:3128/")]
    public void Are_used_but_for_the_hosts_that_are_excepted(string address, string? proxy)
    {
        var found = new EnvironmentProxy(new RegistryEnvironment
        {
            HttpsProxy = "secure.proxy:3128", HttpProxy = "http://plain.proxy", NoProxy = ".inner.example, port.example:5000,10.0.0.0/8",
        });
        Assert.Equal(proxy, found.GetProxy(new Uri(address))?.ToString());
        Assert.Null(new EnvironmentProxy(new RegistryEnvironment { HttpsProxy = "p", NoProxy = "*" }).GetProxy(new Uri("https://x.example")));
    }

    [Theory]
    [InlineData("ftp://proxy")]
    [InlineData("http://")]
    public void One_that_is_none_is_told_without_its_password(string text) =>
        Assert.Equal("Registry.Proxy", Assert.Throws<ContainerException>(() => new EnvironmentProxy(new RegistryEnvironment { HttpProxy = text })).ErrorId);

    [Fact]
    public void Http_goes_through_the_proxy_with_its_own_credentials()
    {
        using var scene = new PullScene();
        scene.Registry.Add("app", "latest", FakeImage.Make());
        FakeRegistry proxy = scene.Registry;
        proxy.Instead = request => request.Method == "CONNECT" ? new FakeAnswer(502)
            : request.Headers.ContainsKey("proxy-authorization") ? null
            : new FakeAnswer(407) { Headers = { ["Proxy-Authenticate"] = "Basic realm=\"p\"" } };
        scene.Options = scene.Options with { Environment = scene.Options.Environment with { HttpsProxy = $"http://me:p%40ss@{proxy.Host}" } };
        scene.Fails("Registry.Unreachable", "registry.example/app");
        Assert.Contains(proxy.Requests, static request => request is { Method: "CONNECT", Path: "registry.example:443" });
    }
}
