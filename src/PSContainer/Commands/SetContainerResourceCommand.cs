using System.Management.Automation;
using PSContainer.Configuration;
using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Commands;

/// <summary>Changes the limits of containers while they run. What is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "ContainerResource", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class SetContainerResourceCommand : ContainerTargetCmdlet
{
    private LinuxResources? _resources;

    /// <summary>The most memory, in bytes or with a unit (<c>512MB</c>); -1 for no limit.</summary>
    [Parameter]
    [SizeTransformation]
    public long? Memory { get; set; }

    /// <summary>The most memory and swap together, in bytes or with a unit; -1 for all swap that there is.</summary>
    [Parameter]
    [SizeTransformation]
    public long? MemorySwap { get; set; }

    /// <summary>Memory that is left to the container where memory is short, in bytes or with a unit; -1 for none.</summary>
    [Parameter]
    [SizeTransformation]
    public long? MemoryReservation { get; set; }

    /// <summary>The most processor time, in processors: <c>1.5</c>; -1 for no limit.</summary>
    [Parameter]
    public double? Cpu { get; set; }

    /// <summary>The processors to run on: <c>0-3,7</c>.</summary>
    [Parameter]
    public string[] CpuSet { get; set; } = [];

    /// <summary>The share of the processors where they are short: 1 to 10000, and 100 is usual.</summary>
    [Parameter]
    public int? CpuWeight { get; set; }

    /// <summary>The most processes and threads; -1 for no limit.</summary>
    [Parameter]
    public long? PidsLimit { get; set; }

    /// <summary>The share of input and output where it is short: 10 to 1000.</summary>
    [Parameter]
    public int? IOWeight { get; set; }

    /// <summary>Gives each container after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(() => _resources = ResourceOptions.Build(new ResourceLimits
    {
        Memory = Memory, MemorySwap = MemorySwap, MemoryReservation = MemoryReservation, Cpu = Cpu, CpuWeight = CpuWeight, Pids = PidsLimit,
        IOWeight = IOWeight, CpuSet = CpuSet.Length > 0 ? string.Join(',', CpuSet) : null, MayRemove = true,
    }) ?? throw new ContainerException(
        "Limit.Missing", ErrorKind.InvalidArgument, "No limit was given.", null, "Give -Memory, -Cpu, -PidsLimit or another."));

    private protected override ContainerException InOwnWords(ContainerException error) => ParameterErrors.Translate(error);

    private protected override void Process(Container container)
    {
        if (!ShouldProcess(container.Name, $"Set limits {ResourceText.Of(_resources!)}"))
        {
            return;
        }

        using (var stored = StoredContainer.Open(container.Store, container.Id))
        {
            ContainerLimits.Set(stored, _resources!);
        }

        if (PassThru)
        {
            WriteObject(container);
        }
    }
}
