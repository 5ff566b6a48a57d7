using System.Management.Automation;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>A cmdlet that acts on containers that are there: given as objects, by name or by id.</summary>
public abstract class ContainerTargetCmdlet : ContainerCmdlet
{
    /// <summary>The parameter set for objects.</summary>
    protected const string ContainerSet = "Container";

    /// <summary>The parameter set for names.</summary>
    protected const string NameSet = "Name";

    /// <summary>The parameter set for ids.</summary>
    protected const string IdSet = "Id";

    /// <summary>The containers.</summary>
    [Parameter(ParameterSetName = ContainerSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Container[] Container { get; set; } = [];

    /// <summary>Their names; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    public virtual string[] Name { get; set; } = [];

    /// <summary>Their ids, or as much of each as no other's begins with.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ContainerIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Acts on one container.</summary>
    private protected abstract void Process(Container container);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        // Each once, whatever patterns match it; and all are found before one is changed.
        foreach (Container container in Targets().DistinctBy(static container => container.Id).ToList())
        {
            Attempt(() => Process(container));
        }
    });

    /// <summary>The containers that are meant. One that is not found is an error of its own.</summary>
    private protected IEnumerable<Container> Targets() => ParameterSetName switch
    {
        NameSet => ContainerSearch.ByName(Store, Name, WriteError),
        IdSet => ContainerSearch.ById(Store, Id, WriteError),
        _ => Refreshed(),
    };

    private IEnumerable<Container> Refreshed()
    {
        foreach (Container container in Container)
        {
            container.Refresh();
            yield return container;
        }
    }
}
