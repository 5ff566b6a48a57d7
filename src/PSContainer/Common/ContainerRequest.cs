using System.Buffers;
using PSContainer.Configuration;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>A container that is about to be made: id, spec, and what the launcher is asked.</summary>
internal sealed class ContainerRequest
{
    private readonly byte[]? _document;

    private ContainerRequest(LaunchRequest launch, RuntimeSpec spec, byte[]? document = null)
    {
        Launch = launch;
        Spec = spec;
        _document = document;
    }

    /// <summary>What the launcher is asked.</summary>
    public LaunchRequest Launch { get; }

    /// <summary>The spec.</summary>
    public RuntimeSpec Spec { get; }

    /// <summary>Works out a container that goes with its command; does nothing.</summary>
    /// <exception cref="Errors.ContainerException">What is asked is wrong.</exception>
    public static ContainerRequest Foreground(ContainerOptions options, StateStore store, InitMode init, LaunchStorage? storage = null)
    {
        string id = Begin(options, store, storage);
        var launch = new LaunchRequest
        {
            Id = id, StateRoot = store.Root.Path, Init = init, Layers = storage?.Layers, Storage = storage?.Folder, Volumes = storage?.Fills ?? [],
            MakesWorkingDirectory = storage?.Layers is not null,
        };
        return new ContainerRequest(launch, SpecBuilder.Build(options, launch.Id, CallerFactsReader.Read()));
    }

    /// <summary>Works out a container that goes with a session to it; does nothing.</summary>
    /// <exception cref="Errors.ContainerException">What is asked is wrong.</exception>
    public static ContainerRequest Session(ContainerOptions options, StateStore store, string? name, LaunchStorage? storage = null)
    {
        // With a cgroup whatever its limits, as what goes on by itself: a session may be long.
        string id = Begin(options, store, storage);
        var launch = new LaunchRequest
        {
            Id = id, Name = Checked(name), StateRoot = store.Root.Path, AlwaysCgroup = true, Layers = storage?.Layers, Storage = storage?.Folder,
            Volumes = storage?.Fills ?? [], MakesWorkingDirectory = storage?.Layers is not null,
        };
        return new ContainerRequest(launch, SpecBuilder.Build(options, launch.Id, CallerFactsReader.Read()));
    }

    /// <summary>Works out a container that goes on by itself; does nothing.</summary>
    /// <exception cref="Errors.ContainerException">What is asked is wrong.</exception>
    public static ContainerRequest Detached(ContainerOptions options, StateStore store, string? name, InitMode init, bool awaitsStart = false, LaunchStorage? storage = null)
    {
        string id = Begin(options, store, storage);

        // With a cgroup whatever its limits: it can be measured, suspended and limited later.
        var launch = new LaunchRequest
        {
            Id = id, Name = Checked(name), StateRoot = store.Root.Path, Detached = true, AlwaysCgroup = true, Init = init,
            AwaitsStart = awaitsStart, Layers = storage?.Layers, Storage = storage?.Folder, Volumes = storage?.Fills ?? [],
            MakesWorkingDirectory = storage?.Layers is not null,
        };
        return new ContainerRequest(launch, SpecBuilder.Build(options, launch.Id, CallerFactsReader.Read()));
    }

    /// <summary>Works out a container by a spec, which waits to be started; does nothing.</summary>
    /// <exception cref="Errors.ContainerException">What is asked is wrong.</exception>
    public static ContainerRequest Created(SpecDocument document, StateStore store, string? name)
    {
        var launch = new LaunchRequest
        {
            Id = ContainerId.NewId(), Name = Checked(name), StateRoot = store.Root.Path, Bundle = document.Folder, Detached = true,
            AlwaysCgroup = true, AwaitsStart = true, AsOtherRuntimes = true, Environment = CallerEnvironment.ForHooks(document.Spec),
        };
        BundlePaths.Resolve(document.Spec, document.Folder);
        return new ContainerRequest(launch, document.Spec, document.Text);
    }

    /// <summary>The spec as the document that goes to the launcher.</summary>
    public byte[] Document()
    {
        if (_document is not null)
        {
            return _document;
        }

        var buffer = new ArrayBufferWriter<byte>(4 << 10);
        RuntimeSpecWriter.Write(Spec, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What will be done, step by step, for <c>-WhatIf</c>.</summary>
    public string Describe() =>
        $"Launch container {ContainerId.ShortId(Launch.Id)}:\n{LaunchPlanner.Plan(Spec, HostFacts.Read(Spec), Options)}{ResourceText.Of(Spec)}";

    private LaunchOptions Options => new()
    {
        Id = Launch.Id, Bundle = Launch.Bundle, AwaitsStart = Launch.AwaitsStart, MakesWorkingDirectory = Launch.AsOtherRuntimes || Launch.MakesWorkingDirectory,
        OwnsStreams = Launch.AsOtherRuntimes, LooksHomeUp = Launch.AsOtherRuntimes, Environment = Launch.Environment,
        Layers = Launch.Layers, Volumes = Launch.Volumes, Storage = Launch.Storage,
    };

    private static string Begin(ContainerOptions options, StateStore store, LaunchStorage? storage)
    {
        string id = ContainerId.NewId();
        storage?.Describe(options, id, store);
        return id;
    }

    private static string? Checked(string? name)
    {
        if (name is not null)
        {
            ContainerName.Validate(name);
        }

        return name;
    }
}
