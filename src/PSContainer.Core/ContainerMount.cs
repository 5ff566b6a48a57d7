using PSContainer.Configuration;
using PSContainer.Oci;

namespace PSContainer;

/// <summary>A file, folder or file system that a container is to see: a mount of the runtime spec.</summary>
public sealed class ContainerMount
{
    private readonly MountSpec _spec;

    internal ContainerMount(MountSpec spec) => _spec = spec;

    /// <summary>The type: <c>bind</c> for files and folders of the host, <c>tmpfs</c>, or another file system of the kernel.</summary>
    public string Type => _spec.Type ?? "bind";

    /// <summary>What is mounted: a path of the host, absolute, for <c>bind</c>; what the file system takes for others.</summary>
    public string? Source => _spec.Source;

    /// <summary>Where in the container: an absolute path.</summary>
    public string Target => _spec.Destination;

    /// <summary>Whether it cannot be written to there; of a bind mount, nor what is mounted below its source.</summary>
    public bool ReadOnly => _spec.Options?.Exists(static option => option is "ro" or "rro") == true;

    /// <summary>The options, as mount(8) and the runtime spec have them.</summary>
    public IReadOnlyList<string> Options => _spec.Options ?? [];

    internal MountSpec Spec => new() { Type = _spec.Type, Source = _spec.Source, Destination = _spec.Destination, Options = [.. Options] };

    /// <summary>The mount as <c>-Mount</c> takes it as text.</summary>
    public override string ToString() => MountText.Of(this);
}
