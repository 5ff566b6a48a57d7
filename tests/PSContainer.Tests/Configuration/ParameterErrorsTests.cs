using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Tests.Configuration;

/// <summary>What is wrong with a spec that was made of parameters is said of the parameters.</summary>
public sealed class ParameterErrorsTests
{
    private const string Nul = "a\0b";
    private static readonly string s_long = "/" + new string('x', 5000);

    public static TheoryData<string, Action<RuntimeSpec>> Mistakes => new()
    {
        { "-Sysctl kernel.hostname has a parameter of its own. Use -Hostname.", Sysctl("kernel.hostname") },
        { "-Sysctl kernel/hostname has a parameter of its own. Use -Hostname.", Sysctl("kernel/hostname") },
        { "-Sysctl kernel.panic belongs to no namespace", Sysctl("kernel.panic") },
        { "-Sysctl a b is no kernel parameter", Sysctl("a b") },
        { "-Sysctl a\"]b is no kernel parameter", Sysctl("a\"]b") },
        { "-Sysctl user.max_pid_namespaces is given without a user namespace, and would change the host's. Add User to -Namespace: Pid, Network, User.", Sysctl("user.max_pid_namespaces") },
        { "-Sysctl net.core.somaxconn contains a NUL", Sysctl("net.core.somaxconn", Nul) },
        { "-DomainName is 'one', and -Sysctl sets kernel.domainname to another. Leave out one of them.", static spec => { Sysctl("kernel.domainname", "two")(spec); Own(spec, NamespaceKind.Uts); spec.Domainname = "one"; } },
        { "-DomainName is given without a UTS namespace", static spec => spec.Domainname = "one" },
        { "-Hostname is given without a UTS namespace", static spec => spec.Hostname = "one" },
        { "-RootPath is longer", static spec => spec.Root!.Path = s_long },
        { "-WorkingDirectory is 'there', which is no absolute path. Give an absolute path in the container, such as /srv.", static spec => spec.Process!.Cwd = "there" },
        { "-WorkingDirectory is empty. Give", static spec => spec.Process!.Cwd = "" },
        { "The command contains a NUL", static spec => spec.Process!.Args = [Nul] },
        { "The command is empty", static spec => spec.Process!.Args = [] },
        { "Argument 2 of the command contains half a surrogate pair", static spec => spec.Process!.Args = ["echo", "x", "\ud800"] },
        { "-Environment SECOND contains a NUL", static spec => spec.Process!.Env = ["FIRST=1", "SECOND=" + Nul] },
        { "-Environment a?b contains a NUL", static spec => spec.Process!.Env = [Nul + "=1"] },
        { "-User is 4294967295, which stands for no user", static spec => spec.Process!.User = new UserSpec { Uid = uint.MaxValue } },
        { "-Capability is 'NONE', and there is no such", static spec => spec.Process!.Capabilities = new LinuxCapabilities { Bounding = null, Permitted = ["NONE"] } },
        { "-Ulimit nofile is given twice. Give each limit once, soft and hard together: nofile=1024:4096.", static spec => spec.Process!.Rlimits = [Limit(), Limit()] },
        { "-OomScoreAdjust is 1001", static spec => spec.Process!.OomScoreAdj = 1001 },
        { "The target of -Mount /proc/self/x is a process's folder in /proc, which must stay the kernel's. Mount it elsewhere.", Mount(new() { Destination = "/proc/self/x" }) },
        { "The source of -Mount /mnt contains a NUL", Mount(new() { Destination = "/mnt", Source = Nul }) },
        { "An option of -Mount /mnt contains a NUL", Mount(new() { Destination = "/mnt", Options = [Nul] }) },
        { "-ContainerLabel one contains a NUL", static spec => spec.Annotations = new() { [LabelAnnotation.Prefix + "one"] = Nul } },
        { "-ContainerLabel a?b contains a NUL", static spec => spec.Annotations = new() { [LabelAnnotation.Prefix + Nul] = "" } },
        { "-JoinNamespace Network is network, which is given before", static spec => spec.Linux!.Namespaces!.Add(new() { Type = NamespaceKind.Network }) },
        { "-BootTimeOffset is given for a time namespace that exists, whose offsets are fixed. Leave it out, or join no Time namespace.", static spec => { Join(spec, NamespaceKind.Time); spec.Linux!.TimeOffsets = new() { Boottime = new() }; } },
        { "-MonotonicOffset is given for a time namespace that exists", static spec => { Join(spec, NamespaceKind.Time); spec.Linux!.TimeOffsets = new() { Monotonic = new() }; } },
        { "-MonotonicOffset is 1000000000", static spec => { Own(spec, NamespaceKind.Time); spec.Linux!.TimeOffsets = new() { Monotonic = new() { Nanosecs = 1_000_000_000 } }; } },
        { "-Device /dev/a?b contains a NUL", static spec => spec.Linux!.Devices = [new() { Path = "/dev/" + Nul, Type = DeviceKind.Character }] },
        { "-UidMap", static spec => { Own(spec, NamespaceKind.User); spec.Linux!.UidMappings = [new() { Size = 0 }]; } },
        { "-Memory is -5", Resources(new() { Memory = new() { Limit = -5 } }) },
        { "-MemorySwap is 1, which is memory and swap", Resources(new() { Memory = new() { Limit = 5, Swap = 1 } }) },
        { "-MemoryReservation is -5", Resources(new() { Memory = new() { Reservation = -5 } }) },
        { "-Cpu is -5", Resources(new() { Cpu = new() { Quota = -5 } }) },
        { "-CpuSet is 'x'", Resources(new() { Cpu = new() { Cpus = "x" } }) },
        { "-PidsLimit is -5", Resources(new() { Pids = new() { Limit = -5 } }) },
        { "-IOWeight is 5", Resources(new() { BlockIO = new() { Weight = 5 } }) },
        { "In the profile of -SeccompProfile, $.syscalls[0].names is empty", static spec => spec.Linux!.Seccomp = new() { DefaultAction = SeccompAction.Allow, Syscalls = [new() { Names = [], Action = SeccompAction.Errno }] } },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void It_names_the_parameter_and_no_place_of_the_spec(string begins, Action<RuntimeSpec> mistake)
    {
        RuntimeSpec spec = Sound();
        mistake(spec);
        ContainerException plain = Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(spec));
        ContainerException told = Assert.Throws<ContainerException>(() => ParameterErrors.Validate(spec));
        Assert.StartsWith("$.", plain.Message, StringComparison.Ordinal);
        Assert.StartsWith(begins, told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("$.linux", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("$.process", told.Message, StringComparison.Ordinal);
        Assert.Equal((plain.ErrorId, plain.Kind), (told.ErrorId, told.Kind));
    }

    [Theory]
    [InlineData("linux.resources.memory.limit could not be set: busy.", "-Memory could not be set: busy.")]
    [InlineData("linux.resources.memory cannot be set: no controller.", "-Memory cannot be set: no controller.")]
    [InlineData("linux.resources.memory.swap cannot be set: no.", "-MemorySwap cannot be set: no.")]
    [InlineData("linux.resources.cpu.cpus or mems cannot be set: no.", "-CpuSet cannot be set: no.")]
    [InlineData("linux.resources.cpu.shares cannot be set: no.", "-CpuWeight cannot be set: no.")]
    [InlineData("linux.resources.pids cannot be set: no.", "-PidsLimit cannot be set: no.")]
    [InlineData("linux.resources.blockIO.weight cannot be set: no.", "-IOWeight cannot be set: no.")]
    [InlineData("linux.resources.devices could not be set: no.", "-Device could not be set: no.")]
    [InlineData("linux.resources.hugepageLimits cannot be set: no.", "linux.resources.hugepageLimits cannot be set: no.")]
    [InlineData("$.process.env[4] is wrong.", "-Environment is wrong.")]
    [InlineData("Something $.process.cwd else.", "Something $.process.cwd else.")]
    public void Limits_are_named_without_the_spec_too(string message, string told)
    {
        var error = new ContainerException("Some.Id", ErrorKind.NotSupported, message, null, "Do this.");
        Assert.Equal(told + " Do this.", ParameterErrors.Translate(error).Message);
    }

    [Fact]
    public void A_process_in_a_container_that_runs_is_told_of_in_the_same_words()
    {
        var process = new ProcessSpec { Args = ["pwd"], Cwd = "there" };
        Assert.StartsWith("-WorkingDirectory is 'there'", Assert.Throws<ContainerException>(() => ParameterErrors.Validate(process)).Message, StringComparison.Ordinal);
    }

    private static RuntimeSpec Sound() => new()
    {
        Root = new RootSpec { Path = "/" },
        Process = new ProcessSpec { Args = ["true"], Cwd = "/" },
        Linux = new LinuxSpec { Namespaces = [new() { Type = NamespaceKind.Pid }, new() { Type = NamespaceKind.Network }] },
    };

    private static Action<RuntimeSpec> Sysctl(string key, string value = "1") => spec => spec.Linux!.Sysctl = new() { [key] = value };

    private static Action<RuntimeSpec> Mount(MountSpec mount) => spec => spec.Mounts = [new() { Destination = "/other" }, mount];

    private static Action<RuntimeSpec> Resources(LinuxResources resources) => spec => spec.Linux!.Resources = resources;

    private static PosixRlimit Limit() => new() { Type = RlimitType.OpenFiles, Soft = 1, Hard = 2 };

    private static void Own(RuntimeSpec spec, NamespaceKind kind) => spec.Linux!.Namespaces!.Add(new() { Type = kind });

    private static void Join(RuntimeSpec spec, NamespaceKind kind) => spec.Linux!.Namespaces!.Add(new() { Type = kind, Path = "/proc/1/ns/time" });
}
