using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Events;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Launcher.Container;

/// <summary>Launches one container, watches it, and clears it away: the whole life of a container from outside.</summary>
internal sealed class ContainerLauncher : IDisposable
{
    private readonly LaunchRequest _request;
    private readonly ILaunchReporter _reporter;
    private readonly ContainerMaker _maker;

    /// <summary>Works everything out; does nothing yet.</summary>
    /// <exception cref="ContainerException">The spec is wrong, or asks for what cannot be had here.</exception>
    public ContainerLauncher(LaunchRequest request, byte[] specDocument, ILaunchReporter reporter, MakerOptions? options = null)
    {
        _request = request;
        _reporter = reporter;
        _maker = new ContainerMaker(request, Read(request, specDocument), specDocument, options ?? new MakerOptions());
    }

    /// <inheritdoc cref="ContainerLauncher(LaunchRequest, byte[], ILaunchReporter, MakerOptions)"/>
    public ContainerLauncher(LaunchRequest request, ILaunchReporter reporter, ContainerMaker maker)
    {
        _request = request;
        _reporter = reporter;
        _maker = maker;
    }

    /// <summary>Launches, watches to the end and clears away.</summary>
    /// <param name="made">Called with the pid of the container's process, once it is there.</param>
    /// <returns>How the container's process ended.</returns>
    public ExitResult Run(Action<int>? made = null)
    {
        int signals = ContainerWatcher.OpenSignals();
        if (_maker.LeavesOrphans)
        {
            Orphans.Adopt();
        }

        int pid = _maker.Make();
        made?.Invoke(pid);
        if (!_request.AwaitsStart)
        {
            _maker.RunPoststart(pid);
        }

        _reporter.Created(pid, _maker.HasCopiedRoot);
        Tell(ContainerEventType.Created, ContainerEventType.Started);
        return Watch(pid, signals);
    }

    public void Dispose() => _maker.Dispose();

    /// <summary>The spec of a request.</summary>
    /// <exception cref="ContainerException">It is wrong.</exception>
    public static RuntimeSpec Read(LaunchRequest request, byte[] document)
    {
        RuntimeSpec spec = RuntimeSpecReader.Read(document);
        if (request.AsOtherRuntimes)
        {
            SpecDefaults.Complete(spec);
        }

        return spec;
    }

    private ExitResult Watch(int pid, int signals)
    {
        if (!ContainerWatcher.Await(pid, signals, _reporter.CallerSocket))
        {
            Tmds.Linux.LibC.kill(pid, Tmds.Linux.LibC.SIGKILL);
        }

        ExitResult result = _maker.Reap(pid);
        if (_maker.Keeps)
        {
            _maker.Stop(result);
        }
        else
        {
            _maker.Remove();
        }

        _maker.Record.Ended(result);
        Tell(result.OomKilled ? [ContainerEventType.OomKilled, ContainerEventType.Exited, ContainerEventType.Removed] : [ContainerEventType.Exited, ContainerEventType.Removed]);
        _reporter.Exited(result);
        return result;
    }

    // What others than the module launch is in no journal: they have ways of their own to tell.
    private void Tell(params ReadOnlySpan<ContainerEventType> types)
    {
        if (_reporter.CallerSocket >= 0)
        {
            EventJournal.Append(StateRoot.At(_request.StateRoot), types, _maker.Record.State);
        }
    }
}
