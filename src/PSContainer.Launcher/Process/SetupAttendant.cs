using PSContainer.Errors;
using PSContainer.Launch;

namespace PSContainer.Launcher.Process;

/// <summary>What the launcher does for a process while that is set up: all that it may not, or cannot, do itself.</summary>
/// <param name="plan">What the process becomes.</param>
/// <param name="channels">Who wants to hear of it.</param>
/// <param name="socket">The launcher's end of the socket to it.</param>
/// <param name="pid">The process, as the launcher sees it.</param>
internal sealed class SetupAttendant(LaunchPlan plan, LaunchChannels channels, int socket, int pid)
{
    /// <summary>Maps its ids, lets it join its cgroups, and gives it the word to begin.</summary>
    /// <param name="beforeSetup">Called with its pid between the actions that come before the cgroup and the others.</param>
    /// <param name="writesMaps">Whether its id maps are still to be written.</param>
    public void Prepare(Action<int>? beforeSetup, bool writesMaps)
    {
        if (writesMaps && plan.Namespaces.IdMaps is { } maps)
        {
            IdMapWriter.Write(pid, maps);
        }

        Act(OutsideMoment.BeforeCgroup);
        beforeSetup?.Invoke(pid);
        Act(OutsideMoment.BeforeSetup);
        SyncSocket.Send(socket, SyncMessage.Go);
    }

    /// <summary>Does what it asks for, until the end of file: it has executed the command, or died on the way.</summary>
    /// <exception cref="ContainerException">A step failed.</exception>
    public void Follow()
    {
        var sources = new SourceServer(plan, pid, socket);
        while (true)
        {
            switch (SyncSocket.Receive(socket, out int number, out StepFailure? failure))
            {
                case SyncMessage.Open:
                    sources.Answer(number);
                    break;
                case SyncMessage.Moment:
                    Reach((LaunchMoment)number);
                    SyncSocket.Send(socket, SyncMessage.Go);
                    break;
                case SyncMessage.Failed:
                    throw LaunchErrors.Step(failure!);
                default:
                    if (ChildProcess.HasDiedInSetup(pid))
                    {
                        throw LaunchErrors.Vanished();
                    }

                    return;
            }
        }
    }

    private void Reach(LaunchMoment moment)
    {
        if (moment == LaunchMoment.BeforeCommand)
        {
            Act(OutsideMoment.BeforeCommand);
        }
        else
        {
            channels.Reached?.Invoke(moment, pid);
        }
    }

    private void Act(OutsideMoment moment)
    {
        foreach (OutsideAction action in plan.OutsideActions)
        {
            try
            {
                if (action.Moment == moment)
                {
                    action.Execute(pid);
                }
            }
            catch (LinuxException error)
            {
                throw LaunchErrors.Step(new StepFailure(action.Name, action.Description, error));
            }
        }
    }
}
