using System.Management.Automation;
using PSContainer.Containers;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>Changes the host name of running containers, and their NIS domain name. The host keeps its own.</summary>
[Cmdlet(VerbsCommon.Set, "ContainerHostname", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class SetContainerHostnameCommand : ContainerTargetCmdlet
{
    /// <summary>The new host name: at most 64 bytes, without spaces, slashes and control characters.</summary>
    [Parameter(Position = 0)]
    [AllowEmptyString]
    public string? HostName { get; set; }

    /// <summary>The new NIS domain name, by the same rules.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? DomainName { get; set; }

    /// <summary>Gives each container after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Their names; wildcards are allowed.</summary>
    // Not by position here: the first position is the new name's, whichever way the containers are given.
    [Parameter(ParameterSetName = NameSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    public override string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(() =>
    {
        if (HostName is null && DomainName is null)
        {
            throw new ContainerException(
                "HostName.Missing", ErrorKind.InvalidArgument, "No name was given.", null, "Give -HostName or -DomainName.");
        }

        Check(HostName, "host name");
        Check(DomainName, "domain name");
    });

    private protected override void Process(Container container)
    {
        if (ShouldProcess(container.Name, Action))
        {
            HostNames.Set(container, HostName, DomainName, ContainerHome.Launcher);
            if (PassThru)
            {
                WriteObject(container);
            }
        }
    }

    private string Action => (HostName, DomainName) switch
    {
        (null, _) => $"Set the domain name to '{DomainName}'",
        (_, null) => $"Set the host name to '{HostName}'",
        _ => $"Set the host name to '{HostName}' and the domain name to '{DomainName}'",
    };

    private static void Check(string? name, string what)
    {
        if (name is not null)
        {
            HostNames.Check(name, what);
        }
    }
}
