using PSContainer.Images;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Layers;

/// <summary>New-ContainerImage: a container's image and what it changed, as another image.</summary>
public sealed class NewContainerImageTests : IDisposable
{
    private readonly LayerScene _scene = new();
    private readonly PowerShellEngine _engine = new();
    private readonly Container _container;

    public NewContainerImageTests()
    {
        _engine.SetVariable("PSContainerStore", _scene.Store.Path);
        _container = _engine.Run("New-NamespacedProcess").Only<Container>();
    }

    [Fact]
    public void It_has_the_layers_of_the_container_s_image_and_what_was_changed()
    {
        IReadOnlyList<ImageLayer> below = Use();
        ContainerImage image = Commit("-ImageName team/new:2");
        Assert.Equal([below[0].DiffId, image.Layers[1].DiffId], image.Layers.Select(static layer => layer.DiffId));
        IReadOnlyList<UnpackedLayer> layers = _scene.Unpacker.Unpack(_scene.Hold, image.Layers);
        Assert.Equal("new", File.ReadAllText($"{layers[1].Path}/d/new"));
        Assert.Equal("docker.io/team/new:2", image.Name);
        Assert.Equal("New-ContainerImage", image.Configuration.History[^1].CreatedBy);
        Assert.Equal(Commit("").Layers[1].DiffId, image.Layers[1].DiffId);
    }

    [Fact]
    public void What_is_given_of_the_configuration_replaces_or_adds()
    {
        Use();
        ImageConfiguration image = Commit(
            "-Command a, b -Entrypoint c -Environment @{ NEW = 1; PATH = '/bin' } -WorkingDirectory /w -User 5:6 -Label @{ l = 'v' } -Author me -Comment why").Configuration;
        Assert.Equal(["a", "b"], image.Command!);
        Assert.Equal(["c"], image.Entrypoint!);
        Assert.Equal(["NEW=1", "PATH=/bin"], image.Environment.Order());
        Assert.Equal(("/w", "5:6", "v", "me", "why"), (image.WorkingDirectory, image.User, image.Labels["l"], image.Author, image.History[^1].Comment));
    }

    [Fact]
    public void Nothing_is_made_only_to_show_it()
    {
        Use();
        Assert.Contains("New image", _engine.Run("$args[0] | New-ContainerImage -ImageName new -WhatIf", _container).HostText, StringComparison.Ordinal);
        Assert.Null(_scene.Store.Find(ImageReference.Parse("docker.io/library/new:latest")));
    }

    [Fact]
    public void A_container_of_no_image_is_an_error_that_says_what_it_takes()
    {
        EngineResult result = _engine.Run("$args[0] | New-ContainerImage", _container);
        Assert.StartsWith("Container.NoImage", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_none_is_an_error_before_anything_is_written()
    {
        Use();
        EngineResult result = _engine.Run("$args[0] | New-ContainerImage -ImageName 'Not A Name'", _container);
        Assert.StartsWith("Image.Reference.Invalid", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _engine.Run("$args[0] | Remove-Container -Force", _container).ThrowOnErrors();
        _engine.Dispose();
        _scene.Dispose();
    }

    private ContainerImage Commit(string arguments) => _engine.Run($"$args[0] | New-ContainerImage {arguments}", _container).ThrowOnErrors().Only<ContainerImage>();

    // As a container that was made of an image is noted in the store.
    private IReadOnlyList<ImageLayer> Use()
    {
        IReadOnlyList<ImageLayer> layers = _scene.Image(new TarBuilder().Folder("d/").File("d/old", "old").ToArray());
        _scene.Store.ReserveContainer(_scene.Hold, _container.Id, _scene.Manifest, _container.Store.Root.Path).Dispose();
        Directory.CreateDirectory($"{_scene.Store.Folders.Container(_container.Id)}/upper/d");
        File.WriteAllText($"{_scene.Store.Folders.Container(_container.Id)}/upper/d/new", "new");
        return layers;
    }
}
