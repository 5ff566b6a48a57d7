using System.Text;
using PSContainer.Errors;
using PSContainer.Images;
using PSContainer.Images.Registry;

namespace PSContainer.Tests.Images.Registry;

/// <summary>Which of the credentials that other tools have kept are found.</summary>
public sealed class CredentialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pscontainer-credentials-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("registry.example/team/app", "app")]
    [InlineData("registry.example/team/other", "team")]
    [InlineData("registry.example/other", "all")]
    [InlineData("registry.example:5000/app", "port")]
    [InlineData("old.example/app", "old")]
    [InlineData("busybox", "hub")]
    [InlineData("elsewhere.example/app", null)]
    [InlineData("registry.example.evil.example/app", null)]
    [InlineData("registry.example/teams/app", "all")]
    public async Task The_most_exact_key_counts(string name, string? user)
    {
        Write(".docker/config.json", $$"""
            { "auths": {
              "registry.example/team/app": { "auth": "{{Auth("app", "x:y")}}" },
              "registry.example/team": { "auth": "{{Auth("team", "x")}}" },
              "registry.example": { "auth": "{{Auth("all", "x")}}" },
              "registry.example:5000": { "username": "port", "password": "x" },
              "https://old.example/v1/": { "auth": "{{Auth("old", "x")}}" },
              "https://index.docker.io/v1/": { "auth": "{{Auth("hub", "x")}}" }
            }, "HttpHeaders": {} }
            """);
        Assert.Equal(user, (await Find(name))?.UserName);
    }

    [Fact]
    public async Task A_password_may_have_colons_and_an_identity_token_is_one()
    {
        Write(".docker/config.json", $$"""
            { "auths": {
              "a.example": { "auth": "{{Auth("u", "p:q")}}" },
              "b.example": { "auth": "{{Auth("u", "")}}", "identitytoken": "t" }
            } }
            """);
        Assert.Equal("p:q", (await Find("a.example/app"))!.Secret);
        Assert.Equal(new RegistryCredential("", "t", IsIdentityToken: true), await Find("b.example/app"));
    }

    [Fact]
    public async Task Files_count_in_the_order_of_the_other_tools()
    {
        Write(".docker/config.json", One("docker"));
        Assert.Equal("docker", (await Find("a.example/app"))!.UserName);
        Write(".config/containers/auth.json", One("containers"));
        Assert.Equal("containers", (await Find("a.example/app"))!.UserName);
        Write("run/containers/auth.json", One("run"));
        Assert.Equal("run", (await Find("a.example/app"))!.UserName);
        Write("chosen.json", One("chosen"));
        Assert.Equal("chosen", (await Find("a.example/app", Here with { AuthFile = $"{_folder}/chosen.json" }))!.UserName);
        Assert.Null(await Find("b.example/app", Here with { AuthFile = $"{_folder}/chosen.json" }));
    }

    [Fact]
    public async Task A_helper_is_asked_for_its_registry_and_a_store_for_all()
    {
        Helper("one", "read server; [ \"$1 $server\" = 'get a.example' ] && echo '{\"ServerURL\":\"a.example\",\"Username\":\"helped\",\"Secret\":\"s\"}'");
        Helper("all", "read server; case $server in b.example) echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}';; *) echo 'credentials not found in native keychain'; exit 1;; esac");
        Write(".docker/config.json", """{"auths":{"a.example":{}},"credHelpers":{"a.example":"one"},"credsStore":"all"}""");
        Assert.Equal("helped", (await Find("a.example/app"))!.UserName);
        Assert.True((await Find("b.example/app"))!.IsIdentityToken);
        Assert.Null(await Find("c.example/app"));
    }

    [Theory]
    [InlineData("""{"auths":{"a.example":{"auth":"not base64!"}}}""", "Registry.Credential.File")]
    [InlineData("""{"auths":[]}""", "Registry.Credential.File")]
    [InlineData("""{"auths":""", "Registry.Credential.File")]
    [InlineData("""{"credsStore":"nowhere"}""", "Registry.Credential.Helper")]
    [InlineData("""{"credsStore":"../evil"}""", "Registry.Credential.Helper")]
    [InlineData("""{"credsStore":"fails"}""", "Registry.Credential.Helper")]
    [InlineData("""{"credsStore":"babbles"}""", "Registry.Credential.Helper")]
    [InlineData("""{"credsStore":"floods"}""", "Registry.Credential.Helper")]
    public async Task What_is_broken_is_told_without_its_secrets(string content, string errorId)
    {
        Helper("fails", "echo 'no dbus'; exit 1");
        Helper("babbles", "echo hello");
        Helper("floods", "exec cat /dev/zero");
        Write(".docker/config.json", content);
        ContainerException error = await Assert.ThrowsAsync<ContainerException>(() => Find("a.example/app"));
        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain("not base64!", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_chosen_and_is_not_there_is_told() =>
        Assert.Equal("Registry.Credential.File", (await Assert.ThrowsAsync<ContainerException>(() => Find("a.example/app", Here with { AuthFile = "/no/such" }))).ErrorId);

    private RegistryEnvironment Here => new() { Home = _folder, RuntimeFolder = $"{_folder}/run", SearchPath = $"relative:{_folder}/bin" };

    private Task<RegistryCredential?> Find(string name, RegistryEnvironment? environment = null) =>
        new CredentialStore(environment ?? Here).FindAsync(RegistryLocation.Of(ImageReference.Parse(name)), TestContext.Current.CancellationToken);

    private static string One(string user) => $$$$"""{"auths":{"a.example":{"auth":"{{{{Auth(user, "p")}}}}"}}}""";

    private static string Auth(string user, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName($"{_folder}/{name}")!);
        File.WriteAllText($"{_folder}/{name}", content);
    }

    private void Helper(string name, string script)
    {
        Write($"bin/docker-credential-{name}", "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode($"{_folder}/bin/docker-credential-{name}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
