using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Gets the containers of the user.</summary>
[Cmdlet(VerbsCommon.Get, "Container", DefaultParameterSetName = "Name")]
[OutputType(typeof(Container))]
public sealed class GetContainerCommand : ContainerCmdlet
{
    /// <summary>Their names; wildcards are allowed. Without it, and without an id, all are given.</summary>
    [Parameter(ParameterSetName = "Name", Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Their ids, or as much of each as no other's begins with.</summary>
    [Parameter(ParameterSetName = "Id", Mandatory = true)]
    [ArgumentCompleter(typeof(ContainerIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        foreach (Container container in Find())
        {
            WriteObject(container);
        }
    });

    private IEnumerable<Container> Find() => this switch
    {
        { Id.Length: > 0 } => ContainerSearch.ById(Store, Id, WriteError),
        { Name.Length: > 0 } => ContainerSearch.ByName(Store, Name, WriteError),
        _ => ContainerSearch.All(Store),
    };
}
