using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

/// <summary>Rules for the configuration as a whole, its root, mounts, hooks and names.</summary>
public class ValidatorTests
{
    private const string Uts = """ "linux":{"namespaces":[{"type":"uts"}]} """;

    [Fact]
    public void A_typical_configuration_passes_without_a_warning()
    {
        List<string> warnings = [];
        RuntimeSpecValidator.Validate(SpecText.Read(TypicalSpec.Json()), warnings);
        Assert.Empty(warnings);
    }

    [Fact]
    public void A_configuration_with_only_a_root_passes() => RuntimeSpecValidator.Validate(SpecText.Read(SpecText.With("")));

    [Fact]
    public void Errors_are_about_an_argument_and_target_the_path()
    {
        ContainerException error = SpecText.ValidationFails(SpecText.With("""
            "hostname":"web"
            """));
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
        Assert.Equal("$.hostname", error.Target);
        Assert.Equal("Add a UTS namespace.", error.Remedy);
    }

    [Fact]
    public void A_missing_root_is_refused() => Assert.Equal("Spec.RootMissing", SpecText.ValidationFails("""{"ociVersion":"1.0.0"}""").ErrorId);

    [Fact]
    public void An_empty_root_path_is_refused() =>
        Assert.Equal("Spec.RootPath", SpecText.ValidationFails("""{"ociVersion":"1.0.0","root":{"path":""}}""").ErrorId);

    [Fact]
    public void A_version_that_the_reader_would_refuse_is_refused()
    {
        var spec = new RuntimeSpec { OciVersion = "2.0.0", Root = new RootSpec { Path = "/" } };
        Assert.Equal("Spec.Version", Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(spec)).ErrorId);
    }

    [Fact]
    public void A_relative_mount_destination_is_deprecated_but_passes()
    {
        List<string> warnings = [];
        RuntimeSpecValidator.Validate(SpecText.Read(SpecText.With(""" "mounts":[{"destination":"/a"},{"destination":"data"}] """)), warnings);
        Assert.Equal(["$.mounts[1].destination is 'data': a relative one is deprecated, and counts from /."], warnings);
    }

    [Theory]
    [InlineData("""{"destination":""}""", "Spec.MountDestination", "$.mounts[0].destination")]
    [InlineData("""{"destination":"/a","uidMappings":[]}""", "Spec.MountMapIncomplete", "$.mounts[0]")]
    [InlineData("""{"destination":"/a","gidMappings":[]}""", "Spec.MountMapIncomplete", "$.mounts[0]")]
    [InlineData(
        """{"destination":"/a","uidMappings":[],"gidMappings":[{"containerID":0,"hostID":0,"size":0}]}""",
        "Spec.IdMapEmpty",
        "$.mounts[0].gidMappings[0].size")]
    public void A_mount_that_cannot_be_is_refused(string mount, string id, string path) =>
        Refused(SpecText.With($""" "mounts":[{mount}] """), id, path);

    [Theory]
    [InlineData("""{"path":""}""", "Spec.HookPath", "$.hooks.poststart[0].path")]
    [InlineData("""{"path":"bin/hook"}""", "Spec.HookPath", "$.hooks.poststart[0].path")]
    [InlineData("""{"path":"/h","timeout":0}""", "Spec.HookTimeout", "$.hooks.poststart[0].timeout")]
    [InlineData("""{"path":"/h","timeout":-5}""", "Spec.HookTimeout", "$.hooks.poststart[0].timeout")]
    [InlineData("""{"path":"/h","env":["A=b","C"]}""", "Spec.EnvInvalid", "$.hooks.poststart[0].env[1]")]
    public void A_hook_that_cannot_be_is_refused(string hook, string id, string path) =>
        Refused(SpecText.With(""" "hooks":{"poststart":[HOOK]} """.Replace("HOOK", hook, StringComparison.Ordinal)), id, path);

    [Theory]
    [InlineData("prestart")]
    [InlineData("createRuntime")]
    [InlineData("createContainer")]
    [InlineData("startContainer")]
    [InlineData("poststart")]
    [InlineData("poststop")]
    public void Hooks_of_every_kind_are_checked(string kind) =>
        Refused(SpecText.With($$""" "hooks":{"{{kind}}":[{"path":"x"}]} """), "Spec.HookPath", $"$.hooks.{kind}[0].path");

    [Theory]
    [InlineData("web")]
    [InlineData("a.b-c_d")]
    [InlineData("ärger")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_host_name_of_up_to_64_bytes_passes(string name) =>
        RuntimeSpecValidator.Validate(SpecText.Read(SpecText.With($""" "hostname":"{name}","domainname":"{name}",{Uts} """)));

    [Theory]
    [InlineData("", "Empty")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", "TooLong")]
    [InlineData("ääääääääääääääääääääääääääääääääa", "TooLong")]
    [InlineData("a\\nb", "Invalid")]
    [InlineData("a\\u0007", "Invalid")]
    [InlineData("a\\u007f", "Invalid")]
    [InlineData("a\\u009b", "Invalid")]
    public void A_host_or_domain_name_that_cannot_be_is_refused(string name, string problem)
    {
        Refused(SpecText.With($""" "hostname":"{name}",{Uts} """), "Spec.Hostname" + problem, "$.hostname");
        Refused(SpecText.With($""" "domainname":"{name}",{Uts} """), "Spec.Domainname" + problem, "$.domainname");
    }

    [Theory]
    [InlineData("hostname", "Spec.HostnameNeedsUts")]
    [InlineData("domainname", "Spec.DomainnameNeedsUts")]
    public void A_name_without_a_UTS_namespace_is_refused(string property, string id)
    {
        Refused(SpecText.With($""" "{property}":"web" """), id, "$." + property);
        Refused(SpecText.With($$""" "{{property}}":"web","linux":{"namespaces":[{"type":"pid"}]} """), id, "$." + property);
    }

    [Fact]
    public void A_name_in_a_joined_UTS_namespace_passes() => RuntimeSpecValidator.Validate(SpecText.Read(SpecText.With(
        """ "hostname":"web","linux":{"namespaces":[{"type":"uts","path":"/proc/1/ns/uts"}]} """)));

    [Fact]
    public void A_NUL_character_anywhere_is_refused()
    {
        Refused(new RuntimeSpec { Root = new RootSpec { Path = "/a\0b" } }, "Spec.RootPath");
        Refused(WithMount(new MountSpec { Destination = "/a\0" }), "Spec.MountDestination");
        Refused(WithMount(new MountSpec { Destination = "/a", Source = "\0" }), "Spec.TextInvalid");
        Refused(WithMount(new MountSpec { Destination = "/a", Type = "\0" }), "Spec.TextInvalid");
        Refused(WithMount(new MountSpec { Destination = "/a", Options = ["ro", "x\0"] }), "Spec.TextInvalid");
        Refused(WithProcess(new ProcessSpec { Args = ["sh", "\0"] }), "Spec.TextInvalid");
        Refused(WithProcess(new ProcessSpec { Args = ["sh"], Env = ["A=\0"] }), "Spec.TextInvalid");
        Refused(WithProcess(new ProcessSpec { Args = ["sh"], Cwd = "/\0" }), "Spec.CwdInvalid");
        Refused(WithProcess(new ProcessSpec { Args = ["sh"], ApparmorProfile = "\0" }), "Spec.TextInvalid");
    }

    [Theory]
    [InlineData(0xD834, 0xDD1E, true)]
    [InlineData('a', 0xFFFD, true)]
    [InlineData('a', 0xD834, false)]
    [InlineData(0xDD1E, 0xD834, false)]
    [InlineData(0xFFFD, 0xDD1E, false)]
    public void Text_that_cannot_be_written_as_UTF_8_is_refused(int first, int second, bool passes)
    {
        RuntimeSpec spec = WithProcess(new ProcessSpec { Args = ["sh", $"{(char)first}{(char)second}"] });
        if (passes)
            RuntimeSpecValidator.Validate(spec);
        else
            Refused(spec, "Spec.TextInvalid");
    }

    [Fact]
    public void A_null_in_a_list_is_refused() => Refused(WithProcess(new ProcessSpec { Args = ["sh", null!] }), "Spec.Null");

    [Theory]
    [InlineData(4095, null)]
    [InlineData(4096, "Spec.CwdInvalid")]
    public void A_path_has_at_most_4095_characters(int length, string? id)
    {
        RuntimeSpec spec = WithProcess(new ProcessSpec { Args = ["sh"], Cwd = "/" + new string('x', length - 1) });
        if (id is null)
            RuntimeSpecValidator.Validate(spec);
        else
            Refused(spec, id);
    }

    private static RuntimeSpec WithMount(MountSpec mount) => new() { Root = new RootSpec { Path = "/" }, Mounts = [mount] };

    private static RuntimeSpec WithProcess(ProcessSpec process) => new() { Root = new RootSpec { Path = "/" }, Process = process };

    private static void Refused(RuntimeSpec spec, string id) =>
        Assert.Equal(id, Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(spec)).ErrorId);

    private static void Refused(string json, string id, string path)
    {
        ContainerException error = SpecText.ValidationFails(json);
        Assert.Equal(id, error.ErrorId);
        Assert.StartsWith(path + " ", error.Message, StringComparison.Ordinal);
    }
}
