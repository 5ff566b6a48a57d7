using System.Management.Automation;
using PSContainer.Terminals;
using static Tmds.Linux.LibC;

namespace PSContainer.Commands;

/// <content>The container's own terminal: <c>-Terminal</c>.</content>
public abstract partial class DetachedLaunchCmdlet
{
    /// <summary>Gives the command a terminal of its own, which <c>Enter-Container -Attach</c> shows.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter Terminal { get; set; }

    /// <summary>The request with the terminal that is asked for.</summary>
    private protected ContainerRequest Prepared(ContainerRequest request)
    {
        if (Terminal)
        {
            TerminalRequest.Prepare(
                Command is null ? throw TerminalErrors.NoCommand() : request.Spec.Process!, CallerTerminal.SizeOf(STDOUT_FILENO), TextPairs.Of(Environment));
        }

        return HasTerminal(request) && (RedirectStandardOutput ?? RedirectStandardError) is not null ? throw TerminalErrors.Redirected() : request;
    }

    private static bool HasTerminal(ContainerRequest request) => request.Spec.Process?.Terminal == true;
}
