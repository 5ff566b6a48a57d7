using System.Collections;
using System.Management.Automation;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>A cmdlet that makes a container: the parameters that say what it is to be.</summary>
public abstract partial class ContainerLaunchCmdlet : ContainerCmdlet
{
    /// <summary>The parameter set of a new container.</summary>
    protected const string NewSet = "New";

    /// <summary>A folder on the host that becomes the root. Without it the container sees the host's own root, read-only.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [Alias("Root")]
    public string? RootPath { get; set; }

    /// <summary>Lets the container write to the host's own root.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter Writable { get; set; }

    /// <summary>Keeps the container from writing to its root.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>The namespaces that the container has of its own. By default all but User and Time.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public NamespaceKind[]? Namespace { get; set; }

    /// <summary>
    /// Namespaces to join: a container, its name or id, a process id or an nsfs path; or a hashtable of kind and any of these.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateNotNull]
    public object[] JoinNamespace { get; set; } = [];

    /// <summary>The host name. By default the container's short id.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public string? Hostname { get; set; }

    /// <summary>The NIS domain name.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public string? DomainName { get; set; }

    /// <summary>Ranges of user ids, <c>INSIDE:OUTSIDE:SIZE</c>. By default root inside is the caller outside.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public string[] UidMap { get; set; } = [];

    /// <summary>Ranges of group ids, <c>INSIDE:OUTSIDE:SIZE</c>. By default group 0 inside is the caller's outside.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public string[] GidMap { get; set; } = [];

    /// <summary>By how much the container's clock of time since boot is ahead of the host's.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [SecondsTransformation(Signed = true)]
    public TimeSpan? BootTimeOffset { get; set; }

    /// <summary>By how much the container's monotonic clock is ahead of the host's.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [SecondsTransformation(Signed = true)]
    public TimeSpan? MonotonicOffset { get; set; }

    /// <summary>
    /// Mounts: <c>SOURCE:TARGET[:ro]</c>, <c>type=bind,source=…,target=…</c>, what <c>New-ContainerMount</c> gives, or hashtables.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    [Alias("Volume")]
    [ValidateNotNull]
    public object[] Mount { get; set; } = [];

    /// <summary>Devices of the host: <c>HOST[:CONTAINER[:rwm]]</c>.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public string[] Device { get; set; } = [];

    /// <summary>The most memory that the container may use, in bytes or with a unit: <c>512MB</c>.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [SizeTransformation]
    public long? Memory { get; set; }

    /// <summary>The most memory and swap together, in bytes or with a unit; -1 for all swap that there is.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [SizeTransformation]
    public long? MemorySwap { get; set; }

    /// <summary>Memory that is left to the container where memory is short, in bytes or with a unit.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [SizeTransformation]
    public long? MemoryReservation { get; set; }

    /// <summary>The most processor time that the container may use, in processors: <c>1.5</c>.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public double? Cpu { get; set; }

    /// <summary>The processors that the container may run on: <c>0-3,7</c>.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public string[] CpuSet { get; set; } = [];

    /// <summary>The container's share of the processors where they are short: 1 to 10000, and 100 is usual.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public int? CpuWeight { get; set; }

    /// <summary>The most processes and threads that the container may have.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public long? PidsLimit { get; set; }

    /// <summary>The container's share of input and output where it is short: 10 to 1000.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public int? IOWeight { get; set; }

    /// <summary>Limits of each process, <c>NAME=SOFT[:HARD]</c>: <c>nofile=1024:4096</c>; <c>unlimited</c> for none.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(UlimitCompleter))]
    public string[] Ulimit { get; set; } = [];

    /// <summary>Kernel parameters of the container's own namespaces: names and values.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public Hashtable? Sysctl { get; set; }

    /// <summary>How much sooner than others the kernel kills the command where memory is short: -1000, never, to 1000.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public int? OomScoreAdjust { get; set; }

    /// <summary>Keeps the container from nothing: all capabilities, devices, system calls and paths. It may harm the host.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter Privileged { get; set; }

    /// <summary>Capabilities to add to the default ones, with or without <c>CAP_</c>; <c>ALL</c> for every one.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[] Capability { get; set; } = [];

    /// <summary>Capabilities to take from the default ones; <c>ALL</c> for every one.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[] DropCapability { get; set; } = [];

    /// <summary>
    /// Which system calls the container may make: <c>Default</c>, as Podman's containers; <c>Unconfined</c>, all; or the path of a
    /// profile in OCI's, Podman's or Docker's format.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(SeccompProfileCompleter))]
    public string SeccompProfile { get; set; } = "Default";

    /// <summary>The container's labels: names and values.</summary>
    // Not "Label": its beginning would take -l and -la from commands like ls.
    [Parameter(ParameterSetName = NewSet)]
    public Hashtable? ContainerLabel { get; set; }

    /// <summary>Environment variables of the command: names and values.</summary>
    [Parameter]
    [Alias("Env")]
    public virtual Hashtable? Environment { get; set; }

    /// <summary>The command's working directory in the container. By default <c>/</c>.</summary>
    [Parameter]
    [Alias("Cwd")]
    public virtual string WorkingDirectory { get; set; } = "/";

    /// <summary>The command's user, <c>USER[:GROUP]</c>: numbers, or names that the container's root knows. By default root.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    public virtual string? User { get; set; }

    /// <summary>What the parameters ask for.</summary>
    private protected ContainerOptions ReadOptions(IReadOnlyList<string> command)
    {
        string? root = RootPath is null ? null : HostPath(RootPath.Length > 0 ? RootPath : throw NoRoot());
        LaunchImage? image = OpenImage();
        IReadOnlyDictionary<string, string> environment = TextPairs.Of(Environment), labels = TextPairs.Of(ContainerLabel);
        List<MountSpec> mounts = [.. MountArguments.Parse(Mount, HostPath)];
        mounts.AddRange(image?.Volumes([.. mounts]) ?? []);
        Storage = StorageFor(image, mounts);
        return new ContainerOptions
        {
            Command = image?.CommandLine(Entrypoint, command) ?? command,
            RootPath = root,
            RootName = image?.Image.ToString() ?? root ?? "/",
            Layers = image?.Lower,
            Annotations = image?.Annotations() ?? new Dictionary<string, string>(),
            Writable = Writable,
            ReadOnly = ReadOnly,
            Namespaces = Namespace,
            Joins = NamespaceTargets.Resolve(JoinNamespace, Namespace, Store),
            HostName = Hostname,
            DomainName = DomainName,
            UidMappings = IdMapOptions.Build(UidMap, "-UidMap"),
            GidMappings = IdMapOptions.Build(GidMap, "-GidMap"),
            TimeOffsets = ClockOffsets.From(BootTimeOffset, MonotonicOffset),
            Mounts = mounts,
            Devices = [.. Device.SelectMany(DeviceParser.Parse)],
            Privileged = Privileged,
            Capabilities = CapabilityOptions.Build(Capability, DropCapability, Privileged),
            Seccomp = Seccomp(),
            Rlimits = [.. Ulimit.Select(UlimitParser.Parse)],
            Sysctl = TextPairs.Of(Sysctl),
            OomScoreAdjust = OomScoreAdjust,
            Environment = image?.Environment(environment) ?? environment,
            Labels = image?.Labels(labels) ?? labels,
            WorkingDirectory = image is not null && !IsGiven(nameof(WorkingDirectory)) ? image.WorkingDirectory : WorkingDirectory,
            User = image is not null ? image.User(User) : User is null ? null : UserResolver.Resolve(User, root ?? "/"),
            Resources = ResourceOptions.Build(Limits()),
        };
    }

    // Who gave a spec knows its places.
    private protected override ContainerException InOwnWords(ContainerException error) =>
        ParameterSetName == NewSet ? ParameterErrors.Translate(error) : error;

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private ResourceLimits Limits() => new()
    {
        Memory = Memory, MemorySwap = MemorySwap, MemoryReservation = MemoryReservation, Cpu = Cpu, CpuWeight = CpuWeight, Pids = PidsLimit,
        IOWeight = IOWeight, CpuSet = CpuSet.Length > 0 ? string.Join(',', CpuSet) : null,
    };

    private SeccompChoice Seccomp() => Privileged && !IsGiven(nameof(SeccompProfile))
        ? SeccompChoice.Unconfined
        : SeccompChoice.Parse(SeccompProfile, HostPath);

    private static ContainerException NoRoot() => new(
        "Root.Empty", ErrorKind.InvalidArgument, "The path of the root is empty.", "", "Give a directory, or leave -RootPath out for the host's own root.");
}
