using System.Diagnostics;
using System.Management.Automation;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Images.Registry;

/// <summary>Request-ContainerImage and Send-ContainerImage, as a user has them.</summary>
public sealed class RequestContainerImageTests : IDisposable
{
    private readonly PullScene _scene = new();
    private readonly PowerShellEngine _engine = new();

    public RequestContainerImageTests()
    {
        _engine.SetVariable("PSContainerStore", _scene.Store.Path);
        _engine.SetVariable("PSContainerRegistry", Registry.Host);
        Registry.Add("app", "latest", FakeImage.Make(architecture: FakeImage.Here));
    }

    private FakeRegistry Registry => _scene.Registry;

    public void Dispose()
    {
        _engine.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void Gives_the_image_that_is_in_the_store_now()
    {
        ContainerImage image = _engine.Run("Request-ContainerImage app -AllowInsecure").Only<ContainerImage>();
        Assert.Equal($"{Registry.Host}/app:latest", image.Name);
        Assert.Equal("True", _engine.Run("(Request-ContainerImage app -Policy Never).Digest -eq $args[0]", image.Digest).ThrowOnErrors().Text);
    }

    [Fact]
    public void Takes_names_from_the_pipeline_and_goes_on_after_one_that_fails()
    {
        EngineResult result = _engine.Run("'nothing', 'app' | Request-ContainerImage -AllowInsecure | ForEach-Object Name");
        Assert.Equal($"{Registry.Host}/app:latest", result.Text);
        ErrorRecord error = result.OnlyError();
        Assert.Equal("Registry.NotFound,PSContainer.Commands.RequestContainerImageCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }

    [Fact]
    public void WhatIf_asks_nobody()
    {
        Assert.Contains("Request from its registry", _engine.Run("Request-ContainerImage app -AllowInsecure -WhatIf").HostText, StringComparison.Ordinal);
        Assert.Empty(Registry.Requests);
        Assert.False(_scene.Store.Exists);
    }

    [Theory]
    [InlineData("Request-ContainerImage 'Not A Name'", "Image.Reference.Invalid")]
    [InlineData("Request-ContainerImage app -Platform a/b/c/d", "Image.Platform.Invalid")]
    [InlineData("Request-ContainerImage app -AllowInsecure -Mirror nohost", "Image.Reference.Invalid")]
    [InlineData("Request-ContainerImage app -CertificateAuthority /no/such", "Registry.CertificateAuthority")]
    [InlineData("Request-ContainerImage app", "Registry.NoTls")]
    [InlineData("Request-ContainerImage app -AllowInsecure -MaximumRetryCount -1", "ParameterArgumentValidationError")]
    [InlineData("Send-ContainerImage nothing", "Image.NotFound")]
    [InlineData("Request-ContainerImage app -AllowInsecure | Send-ContainerImage -AllowInsecure -Destination 'no name'", "Image.Reference.Invalid")]
    public void Bad_input_is_told(string script, string errorId)
    {
        EngineResult result = _engine.Run(script);
        Assert.StartsWith(errorId + ",", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_ends_it_at_once()
    {
        Registry.Instead = static request => request.IsBlob ? new FakeAnswer(200) { Hangs = true } : null;
        using RunningScript script = _engine.Start("Request-ContainerImage app -AllowInsecure");
        Assert.True(SpinWait.SpinUntil(() => Registry.Requests.Any(static request => request.IsBlob), TimeSpan.FromSeconds(120)));
        var clock = Stopwatch.StartNew();
        script.Stop();
        Assert.True(script.Wait().Stopped);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
        Assert.Empty(_scene.Store.Images());
    }

    [Fact]
    public void Credentials_are_those_that_are_given()
    {
        Registry.Instead = static request => request.Authorization == "Basic " + Convert.ToBase64String("user:secret"u8)
            ? null : new FakeAnswer(401) { Headers = { ["WWW-Authenticate"] = "Basic realm=\"x\"" } };
        const string make = "$password = [securestring]::new(); 'secret'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }; ";
        _engine.Run(make + "Request-ContainerImage app -AllowInsecure -Credential ([pscredential]::new('user', $password))").Only<ContainerImage>();
    }

    [Fact]
    public void An_image_goes_to_a_registry_and_comes_back()
    {
        using var registry = new DockerRegistry();
        string text = _engine.Run(
            """
            $there = "$($args[0])/team/app:2"
            $image = Request-ContainerImage app -AllowInsecure
            $sent = $image | Send-ContainerImage -Destination $there -AllowInsecure -PassThru
            $back = Request-ContainerImage $there -AllowInsecure
            "$($sent.Digest -eq $image.Digest) $($back.Digest -eq $image.Digest) $($back.Name -eq $there)"
            """, registry.Host).ThrowOnErrors().Text;
        Assert.Equal("True True True", text);
    }
}
