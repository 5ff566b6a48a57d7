using System.Text.RegularExpressions;
using PSContainer.Configuration;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Launch;

/// <summary>
/// What will be done for what is asked, step by step, held against the files in Golden. To write them anew after a change that
/// is meant: PSCONTAINER_GOLDEN=write.
/// </summary>
public sealed class LaunchPlanTests
{
    private static readonly string s_folder = Path.Combine(BuildPaths.RepositoryRoot, "tests/PSContainer.Tests/Launch/Golden");

    private static readonly CallerFacts s_root = new() { UserId = 0, GroupId = 0, ResolverFile = "/run/resolve/stub.conf" };
    private static readonly CallerFacts s_user = new() { UserId = 1000, GroupId = 1001, ResolverFile = "/etc/resolv.conf" };

    public static TheoryData<string> Namespaces => [.. Enum.GetNames<NamespaceKind>()];

    [Fact]
    public void By_default() => Check("default", new ContainerOptions { Command = ["sh", "-c", "echo it's; ls \"a b\""] }, s_root);

    [Fact]
    public void With_a_root_of_its_own() => Check("root-path", new ContainerOptions { Command = ["sh"], RootPath = "/srv/root" }, s_root);

    [Fact]
    public void With_a_root_that_is_read_only() =>
        Check("root-path-read-only", new ContainerOptions { Command = ["sh"], RootPath = "/srv/root", ReadOnly = true }, s_root);

    [Fact]
    public void With_a_root_of_the_hosts_that_is_written_to() => Check("writable", new ContainerOptions { Command = ["sh"], Writable = true }, s_root);

    [Fact]
    public void For_an_unprivileged_user() => Check("unprivileged", new ContainerOptions { Command = ["sh"] }, s_user);

    [Fact]
    public void For_an_unprivileged_user_with_a_root_of_its_own() =>
        Check("unprivileged-root-path", new ContainerOptions { Command = ["sh"], RootPath = "/srv/root" }, s_user);

    [Fact]
    public void Without_a_command() => Check("idle", new ContainerOptions(), s_root);

    [Fact]
    public void With_id_maps_and_a_user() => Check(
        "id-maps",
        new ContainerOptions
        {
            Command = ["id"],
            UidMappings = [IdMapParser.Parse("0:100000:65536")],
            GidMappings = [IdMapParser.Parse("0:100000:10"), IdMapParser.Parse("10:200000:100")],
            User = new UserSpec { Uid = 33, Gid = 44, AdditionalGids = [55] },
        },
        s_root);

    [Fact]
    public void With_mounts() => Check(
        "mounts",
        new ContainerOptions
        {
            Command = ["sh"],
            Mounts =
            [
                MountParser.Parse("/srv/data:/data", static path => path), MountParser.Parse("/srv/file:/etc/file:ro", static path => path),
                MountParser.Parse("type=tmpfs,target=/tmp,size=64m", static path => path),
            ],
        },
        s_root);

    [Fact]
    public void With_limits_clocks_names_and_a_working_directory() => Check(
        "settings",
        new ContainerOptions
        {
            Command = ["sh"], HostName = "web", DomainName = "example.org", WorkingDirectory = "/usr",
            Resources = ResourceOptions.Build(new ResourceLimits { Memory = 64 << 20, Cpu = 0.5, Pids = 20 }),
            TimeOffsets = ClockOffsets.From(TimeSpan.FromDays(1), TimeSpan.FromSeconds(-1.5)),
            Capabilities = CapabilityOptions.Build(["NET_ADMIN"], ["ALL"]),
        },
        s_root);

    [Fact]
    public void With_namespaces_that_are_joined() => Check(
        "joined",
        new ContainerOptions
        {
            Command = ["sh"],
            Joins = [new LinuxNamespace { Type = NamespaceKind.Network, Path = "/proc/4711/ns/net" }, new LinuxNamespace { Type = NamespaceKind.Uts, Path = "/run/uts" }],
        },
        s_root);

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void With_one_namespace(string kind) => Check(
        $"namespace-{kind.ToLowerInvariant()}", new ContainerOptions { Command = ["sh"], Namespaces = [Enum.Parse<NamespaceKind>(kind)] }, s_root);

    [Theory]
    [InlineData("image", false)]
    [InlineData("image-read-only", true)]
    public void With_an_image(string name, bool readOnly) => Check(
        name,
        new ContainerOptions { Command = ["sh"], RootPath = "/store/c/root", Layers = ["/store/2", "/store/1"], ReadOnly = readOnly, Mounts = [MountParser.Parse("/store/v/data:/data", static path => path)] },
        s_root,
        new LaunchOptions
        {
            Id = "c", Storage = "/store/c", MakesWorkingDirectory = true, Volumes = [new VolumeFill("/store/v", "/data", Fills: true)],
            Layers = new RootLayers { Lower = ["/store/2", "/store/1"], Folder = "/store/c", InMemory = readOnly },
        });

    [Fact]
    public void With_no_namespace() => Check("namespace-none", new ContainerOptions { Command = ["sh"], Namespaces = [] }, s_root);

    private static void Check(string name, ContainerOptions options, CallerFacts caller, LaunchOptions? launch = null)
    {
        RuntimeSpec spec = SpecBuilder.Build(options, new string('a', 64), caller);
        string plan = LaunchPlanner.Plan(spec, Facts(caller), launch).ToString();
        // How long it is depends on the processor.
        plan = Regex.Replace(plan, @"filter of \d+ instructions", "filter of N instructions");
        string file = Path.Combine(s_folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("PSCONTAINER_GOLDEN") == "write")
        {
            File.WriteAllText(file, plan);
        }

        Assert.Equal(File.ReadAllText(file), plan);
    }

    // Made up: the plan is a function of what it is given, and of nothing on this machine.
    private static LaunchFacts Facts(CallerFacts caller) => new()
    {
        UserId = caller.UserId,
        InInitialUserNamespace = true,
        IsDirectory = static path => !path.EndsWith("file", StringComparison.Ordinal) && !path.EndsWith(".conf", StringComparison.Ordinal),
    };
}
