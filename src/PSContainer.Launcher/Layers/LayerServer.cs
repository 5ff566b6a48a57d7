using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Launch.Steps;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Launcher.Layers;

/// <summary>
/// Works on a folder of the image store in a process of its own, whose root is that folder: whatever an archive says, there is nothing
/// else to reach. Without privileges it is root of a user namespace, with the ids that the caller may have.
/// </summary>
internal static class LayerServer
{
    /// <param name="request">What is asked.</param>
    /// <param name="socket">The module's socket, on which the process answers itself.</param>
    public static void Run(LayerRequest request, int socket)
    {
        var lower = request.Lower is null ? null : new OpenLowerStep(request.Lower);
        int pid = ContainerProcess.Start(Plan(request, lower, socket), InitMode.None, -1, static _ => { });
        ExitResult end = ChildProcess.Wait(pid);
        if (end.Code != 0)
        {
            throw new ContainerException(
                "Layer.Interrupted", ErrorKind.OperationFailed, $"The process that works on '{request.Folder}' was ended (code {end.Code}).", request.Folder,
                "It was killed from outside, or had too little memory.");
        }
    }

    private static LaunchPlan Plan(LayerRequest request, OpenLowerStep? lower, int socket)
    {
        IdMaps? maps = IdMapText.Parse(request.IdMap);
        var steps = new List<LaunchStep>();
        if (maps is not null)
        {
            steps.Add(new BecomeNamespaceRootStep());
        }

        steps.Add(new SetPropagationStep(MountPropagation.RecursivePrivate));
        if (lower is not null)
        {
            steps.Add(lower);
        }

        steps.AddRange([new AttachRootStep(request.Folder, readOnlyTree: false), new PivotRootStep(), new KeepCapabilitiesStep(), new NoNewPrivilegesStep()]);
        return new LaunchPlan
        {
            Namespaces = new NamespacePlan { New = maps is null ? [NamespaceKind.Mount] : [NamespaceKind.User, NamespaceKind.Mount], Joins = [], IdMaps = maps },
            SetupSteps = steps, ConfinementSteps = [], Command = new LayerStep(request, lower, socket), PreservedDescriptors = 1,
        };
    }
}
