using System.Collections;
using System.Management.Automation;
using PSContainer.Images;

namespace PSContainer.Commands;

/// <summary>Makes an image of a container: the image that it is of, and what it changed as one more layer.</summary>
[Cmdlet(VerbsCommon.New, "ContainerImage", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(ContainerImage))]
public sealed class NewContainerImageCommand : ContainerTargetCmdlet
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The new image's name; without one it is found by its id alone.</summary>
    [Parameter(Position = 1)]
    [Alias("Tag")]
    [ValidateNotNullOrEmpty]
    public string? ImageName { get; set; }

    /// <summary>The command of its containers, instead of the image's.</summary>
    [Parameter]
    public string[]? Command { get; set; }

    /// <summary>What the command of its containers is handed to, instead of the image's.</summary>
    [Parameter]
    public string[]? Entrypoint { get; set; }

    /// <summary>Variables that its containers get besides the image's.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <summary>The folder that its containers begin in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <summary>The user of its containers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Labels that the image gets besides those it has.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Label { get; set; }

    /// <summary>Who made it.</summary>
    [Parameter]
    public string? Author { get; set; }

    /// <summary>A remark for its history.</summary>
    [Parameter]
    public string? Comment { get; set; }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stopping.Cancel();
        base.StopProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected override void Process(Container container)
    {
        ImageReference? name = ImageName is null ? null : ImageHome.Name(this, ImageName);
        if (!ShouldProcess(container.ToString(), name is null ? "New image" : $"New image {name}"))
        {
            return;
        }

        ImageStore store = ImageHome.OpenStore(this);
        using StoreHold hold = store.Hold(_stopping.Token);
        var commit = new ImageCommit(hold, ContainerHome.Launcher, LayerOwners.OfCaller());
        WriteObject(commit.Make(container.Id, name, Change, Comment, _stopping.Token));
    }

    private void Change(ImageConfiguration image)
    {
        image.Author = Author ?? image.Author;
        image.Command = Command ?? image.Command;
        image.Entrypoint = Entrypoint ?? image.Entrypoint;
        image.WorkingDirectory = WorkingDirectory ?? image.WorkingDirectory;
        image.User = User ?? image.User;
        image.Labels = Merge(new Dictionary<string, string>(image.Labels), Label);
        image.Environment = [.. Merge(Variables(image), Environment).Select(static pair => $"{pair.Key}={pair.Value}")];
    }

    private static Dictionary<string, string> Variables(ImageConfiguration image) =>
        image.Environment.Select(static text => text.Split('=', 2)).DistinctBy(static pair => pair[0]).ToDictionary(static pair => pair[0], static pair => pair.Length > 1 ? pair[1] : "");

    private static Dictionary<string, string> Merge(Dictionary<string, string> known, IDictionary? added)
    {
        foreach (DictionaryEntry entry in added ?? new Hashtable())
        {
            known[(string)LanguagePrimitives.ConvertTo(entry.Key, typeof(string), null)] = (string)LanguagePrimitives.ConvertTo(entry.Value, typeof(string), null);
        }

        return known;
    }
}
