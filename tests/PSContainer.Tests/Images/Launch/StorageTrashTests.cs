using System.Text;
using PSContainer.Protocol;
using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Images.Launch;

/// <summary>What a container had of its own in the image store is out of the way at its end: removed, or moved to where it is removed by and by.</summary>
[Collection(WholeMachine.Collection)]
public sealed class StorageTrashTests : IDisposable
{
    private readonly Bundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Theory]
    [InlineData("true", true)]
    [InlineData("touch /changed", false)]
    [InlineData("mkdir /etc/changed", false)]
    public void Only_what_was_not_changed_is_moved(string command, bool isMoved)
    {
        string own = Directory.CreateDirectory($"{_bundle.Folder}/own").FullName, trash = Directory.CreateDirectory($"{_bundle.Folder}/trash").FullName;
        _bundle.Spec["root"]!["path"] = _bundle.Root;
        _bundle.SetCommand("sh", "-c", command);
        // What is mounted has something to be mounted on in the image.
        foreach (string name in (string[])["proc", "dev", "sys", "etc"])
        {
            Directory.CreateDirectory($"{_bundle.Root}/{name}");
        }

        var request = new LaunchRequest
        {
            Id = Bundle.NewId(), StateRoot = _bundle.StateFolder, Storage = own, Trash = trash, MakesWorkingDirectory = true,
            Layers = new RootLayers { Lower = [_bundle.Root], Folder = own },
        };
        Outcome outcome = RequestLaunch.Run([_bundle.Launcher], request, Encoding.UTF8.GetBytes(_bundle.Spec.ToJsonString()));
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.False(Directory.Exists(own));
        Assert.Equal(isMoved ? [$"{trash}/own"] : [], Directory.GetDirectories(trash));
    }

    [Fact]
    public void What_was_moved_is_removed_soon()
    {
        using var scene = new ImageScene();
        scene.With("busybox");
        scene.Run("1..5 | ForEach-Object { $null = Invoke-ContainerCommand -Image busybox -- echo A }").ThrowOnErrors();
        Assert.Empty(scene.Containers);
        Assert.True(SpinWait.SpinUntil(() => !Directory.EnumerateFileSystemEntries(scene.Store.Folders.Trash).Any(), TimeSpan.FromSeconds(60)));
    }
}
