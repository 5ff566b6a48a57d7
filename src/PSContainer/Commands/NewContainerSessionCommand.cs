using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PSContainer.Client;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>
/// Opens sessions to a pwsh in containers: in new ones, which go with their sessions, or in ones that run. PowerShell's own cmdlets
/// take them: <c>Invoke-Command</c>, <c>Enter-PSSession</c>, <c>Import-PSSession</c>, <c>Copy-Item</c>, <c>Remove-PSSession</c>.
/// </summary>
[Cmdlet(VerbsCommon.New, "ContainerSession", DefaultParameterSetName = NewSet, SupportsShouldProcess = true)]
[OutputType(typeof(PSSession))]
public sealed class NewContainerSessionCommand : ContainerLaunchCmdlet
{
    private const string ContainerSet = "Container";
    private const string NameSet = "Name";
    private const string IdSet = "Id";

    private readonly List<ProcessStart> _starts = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Containers that run, to open a session in each.</summary>
    [Parameter(ParameterSetName = ContainerSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Container[] Container { get; set; } = [];

    /// <summary>The names of containers that run; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The ids of containers that run, or as much of each as no other's begins with.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ContainerIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>The new container's name. By default its short id.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public string? ContainerName { get; set; }

    /// <summary>How many containers to make, each with a session.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateRange(1, 10_000)]
    public int Count { get; set; } = 1;

    /// <summary>Brings the host's PowerShell in, read-only, also where the root has one of its own.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter MountPowerShell { get; set; }

    /// <summary>Where pwsh is in the container. By default it is looked for, and the host's is brought in where there is none.</summary>
    [Parameter]
    public string? PowerShellPath { get; set; }

    /// <summary>The session's name. By default the container's.</summary>
    [Parameter]
    public string? SessionName { get; set; }

    /// <summary>How many sessions are opened at once.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        if (ParameterSetName == NewSet)
        {
            AddNew();
        }
        else
        {
            AddRunning();
        }
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var opening = new Queue<SessionOpening>();
        try
        {
            foreach (ProcessStart start in _starts)
            {
                if (opening.Count >= ThrottleLimit)
                {
                    Finish(opening);
                }

                Attempt(() => opening.Enqueue(SessionOpening.Begin(start, Host)));
            }

            while (opening.Count > 0)
            {
                Finish(opening);
            }
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // All at once: each may take a moment to be gone.
            Parallel.ForEach(opening, static session => session.Dispose());
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stop.Cancel();
        base.StopProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private void AddNew()
    {
        if (Count > 1 && ContainerName is not null)
        {
            throw new ContainerException(
                "Session.OneNameForMany", ErrorKind.InvalidArgument, $"{Count} containers cannot all be called '{ContainerName}'.", ContainerName,
                "Leave -ContainerName out, or make one container at a time.");
        }

        for (int i = 0; i < Count; i++)
        {
            ContainerOptions options = ReadOptions([]);
            PowerShellFinder.Find(options, PowerShellHost.Current, PowerShellPath, MountPowerShell).ApplyTo(options);
            ContainerRequest request = ContainerRequest.Session(options, Store, ContainerName, storage: Storage);
            if (ShouldProcess(request.Describe(), "Open a session in a new container?", "New-ContainerSession"))
            {
                Prepare(request);
                _starts.Add(PowerShellServer.InNew(request));
            }
        }
    }

    private void AddRunning()
    {
        IEnumerable<Container> targets = ParameterSetName switch
        {
            NameSet => ContainerSearch.ByName(Store, Name, WriteError),
            IdSet => ContainerSearch.ById(Store, Id, WriteError),
            _ => Container,
        };
        foreach (Container container in targets.DistinctBy(static container => container.Id).ToList())
        {
            Attempt(() => AddRunning(container));
        }
    }

    private void AddRunning(Container container)
    {
        PowerShellServer.RequireRunning(container);
        PowerShellPlace place = PowerShellFinder.Find(container, PowerShellHost.Current, PowerShellPath);
        if (ShouldProcess(container.Name, "Open a session"))
        {
            string? folder = MyInvocation.BoundParameters.ContainsKey(nameof(WorkingDirectory)) ? WorkingDirectory : null;
            _starts.Add(PowerShellServer.In(container, place, User, TextPairs.Of(Environment), folder));
        }
    }

    private void Finish(Queue<SessionOpening> opening)
    {
        SessionOpening next = opening.Peek();
        Attempt(() =>
        {
            next.Wait(_stop.Token);
            PSSession session = next.Keep(this);
            session.Name = SessionName ?? next.ContainerName;
            WriteObject(session);
        });
        opening.Dequeue().Dispose();
    }
}
