using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Oci;

namespace PSContainer.Containers;

/// <summary>Writes the spec of a container as an OCI bundle that other runtimes run too.</summary>
internal sealed class BundleExport
{
    private const string FileName = "config.json";
    private const string RootName = "rootfs";

    private readonly Container _container;
    private readonly RuntimeSpec _spec;

    /// <exception cref="ContainerException"><c>Export.NoSpec</c>, <c>Spec.…</c></exception>
    public BundleExport(Container container)
    {
        _container = container;
        _spec = StoredSpec.Read(container) ?? throw new ContainerException(
            "Export.NoSpec", ErrorKind.InvalidData, $"Of the container '{container.Name}' no spec was kept.", container,
            "It was not launched to its end; launch it anew.");
        Complete();
    }

    /// <summary>What the bundle does otherwise than the container.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Writes the bundle.</summary>
    /// <param name="folder">Its folder; made where it is missing.</param>
    /// <param name="force">Whether a spec that lies there is replaced.</param>
    /// <exception cref="ContainerException"><c>Export.Exists</c>, <c>Export.CannotWrite</c></exception>
    public void Write(string folder, bool force)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(_spec.Root!.Path == RootName ? Path.Combine(folder, RootName) : folder);
            using FileStream file = File.Open(path, force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            RuntimeSpecWriter.Write(_spec, file, indented: true);
        }
        catch (IOException) when (!force && File.Exists(path))
        {
            throw new ContainerException(
                "Export.Exists", ErrorKind.AlreadyExists, $"There is a spec already: '{path}'.", path, "Use -Force to replace it, or name another folder.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(
                "Export.CannotWrite", ErrorKind.PermissionDenied, $"The bundle '{folder}' cannot be written: {error.Message}", folder,
                "Give a folder that may be written to.", error);
        }
    }

    private void Complete()
    {
        // Wherever the bundle lies, it means the same files.
        BundlePaths.Resolve(_spec, _container.State.Bundle);
        _spec.Root ??= new RootSpec { Path = "/" };
        _spec.Process ??= ProcessDefaults.Build(new ContainerOptions());
        if (_spec.Process.Args is null)
        {
            _spec.Process.Args = ["sleep", "infinity"];
            Warnings.Add($"The container '{_container.Name}' is idle, and other runtimes need a command: the bundle runs 'sleep infinity'.");
        }

        if (_spec.Root.Path == "/" && MakesMounts())
        {
            ShowHostRoot();
        }
    }

    private bool MakesMounts() => _spec.Linux?.Namespaces?.Exists(static item => item is { Type: NamespaceKind.Mount, Path: null }) == true;

    // Other runtimes cannot make the root of what it is already (pivot_root(2), EBUSY); it is mounted on an empty one, read-only with
    // all that is mounted below it, as here.
    private void ShowHostRoot()
    {
        bool readOnly = _spec.Root!.Readonly;
        _spec.Root.Path = RootName;
        (_spec.Mounts ??= []).Insert(0, new MountSpec
        {
            Destination = "/", Type = "bind", Source = "/", Options = readOnly ? ["rbind", "rro", "rslave"] : ["rbind", "rslave"],
        });
    }
}
