using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Launch.Steps;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Launcher.Container;

/// <summary>Names a container that runs: a process enters its UTS namespace, sets the name and ends.</summary>
internal static class HostnameSetter
{
    public static void Run(HostnameRequest request)
    {
        ContainerTarget target = ContainerTarget.Open(request.StateRoot, request.Id);
        IReadOnlyList<NamespaceJoin> joins =
            [.. target.Joins().Where(static join => join.Kind is NamespaceKind.User or NamespaceKind.Uts)];
        if (!joins.Any(static join => join.Kind == NamespaceKind.Uts))
        {
            throw new ContainerException(
                "Container.NoUtsNamespace", ErrorKind.InvalidState,
                $"The container '{request.Id}' shares the host's name: setting it would rename the host.", request.Id,
                "Start the container with a UTS namespace of its own (-Namespace Uts).");
        }

        int pid = ContainerProcess.Start(Plan(request, joins), InitMode.None, -1, _ => target.VerifyAlive());
        ChildProcess.Wait(pid);
        target.Folder.Update(state => state.HostName = request.HostName ?? state.HostName);
    }

    private static LaunchPlan Plan(HostnameRequest request, IReadOnlyList<NamespaceJoin> joins)
    {
        var steps = new List<LaunchStep>();
        if (request.HostName is { } host)
        {
            steps.Add(new SetHostnameStep(host, domain: false));
        }

        if (request.DomainName is { } domain)
        {
            steps.Add(new SetHostnameStep(domain, domain: true));
        }

        return new LaunchPlan
        {
            Namespaces = new NamespacePlan { New = [], Joins = [.. joins] }, SetupSteps = steps, ConfinementSteps = [],
            Command = new EndStep(),
        };
    }
}
