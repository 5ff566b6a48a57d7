using System.Management.Automation;
using PSContainer.Events;

namespace PSContainer.Commands;

/// <summary>Gets what happened to the user's containers, whichever session did it; and what happens, where that is waited for.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerEvent")]
[OutputType(typeof(ContainerEvent))]
public sealed class GetContainerEventCommand : ContainerCmdlet
{
    private WildcardPattern[] _names = [];

    /// <summary>The names of the containers; wildcards are allowed. Those that are gone have their events still.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>What happened.</summary>
    [Parameter]
    [ValidateNotNull]
    public ContainerEventType[] Type { get; set; } = [];

    /// <summary>Gives what happened from then on: a time, or a TimeSpan before now.</summary>
    [Parameter]
    [MomentTransformation]
    public DateTime? Since { get; set; }

    /// <summary>Goes on with what happens, until Ctrl+C is pressed. Without -Since it begins with what happens from now on.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Require(() =>
    {
        _names = [.. Name.Select(static name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        using var reader = new EventReader(Store.Root, Wait);
        // What was there before is passed over, and not told by its time: the clock may have been set.
        bool passes = Wait && Since is null;
        foreach (ContainerEvent happened in reader.Read())
        {
            Write(happened, passes);
        }

        while (Wait)
        {
            reader.Wait(Cancel);
            foreach (ContainerEvent happened in reader.Read())
            {
                Write(happened, passes: false);
            }
        }
    });

    private void Write(ContainerEvent happened, bool passes)
    {
        bool isNamed = _names.Length == 0 || Array.Exists(_names, pattern => pattern.IsMatch(happened.Name));
        bool isOfType = Type.Length == 0 || Type.Contains(happened.Type);
        if (!passes && isNamed && isOfType && (Since is null || happened.Time >= Since))
        {
            WriteObject(happened);
        }
    }
}
