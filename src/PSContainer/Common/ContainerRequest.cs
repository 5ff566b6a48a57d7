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

    private ContainerRequest(LaunchRequest launch, RuntimeSpec spec, byte[]? document = null, ContainerStorage? storage = null)
    {
        Launch = launch;
        Spec = spec;
        Storage = storage;
        _document = document;
    }

    /// <summary>What the launcher is asked.</summary>
    public LaunchRequest Launch { get; }

    /// <summary>The spec.</summary>
    public RuntimeSpec Spec { get; }

    /// <summary>What it has of its own in the image store, made by <see cref="ContainerStorage.Prepare"/> before it is launched; null for nothing.</summary>
    public ContainerStorage? Storage { get; }

    /// <summary>Works out a container that goes with its command; does nothing.</summary>
    /// <exception cref="Errors.ContainerException">What is asked is wrong.</exception>
    public static ContainerRequest Foreground(ContainerOptions options, StateStore store, InitMode init, LaunchStorage? storage = null) =>
        Create(options, store, storage, id => new LaunchRequest { Id = id, StateRoot = store.Root.Path, Init = init });

    /// <summary>Works out a container that goes with a session to it; does nothing.</summary>
    /// <exception cref="Errors.ContainerException">What is asked is wrong.</exception>
    // With a cgroup whatever its limits, as what goes on by itself: a session may be long.
    public static ContainerRequest Session(ContainerOptions options, StateStore store, string? name, InitMode init = InitMode.None, LaunchStorage? storage = null) =>
        Create(options, store, storage, id => new LaunchRequest
        {
            Id = id, Name = Checked(name), StateRoot = store.Root.Path, AlwaysCgroup = true, Init = init,
        });

    /// <summary>Works out a container that goes on by itself; does nothing.</summary>
    /// <exception cref="Errors.ContainerException">What is asked is wrong.</exception>
    // With a cgroup whatever its limits: it can be measured, suspended and limited later.
    public static ContainerRequest Detached(ContainerOptions options, StateStore store, string? name, InitMode init, MonitorSettings monitor, bool awaitsStart = false, LaunchStorage? storage = null) =>
        Create(options, store, storage, id => new LaunchRequest
        {
            Id = id, Name = Checked(name), StateRoot = store.Root.Path, Detached = true, AlwaysCgroup = true, Init = init,
            AwaitsStart = awaitsStart, Monitor = monitor,
        });

    /// <summary>Works out a container by a spec, which waits to be started; does nothing.</summary>
    /// <exception cref="Errors.ContainerException">What is asked is wrong.</exception>
    public static ContainerRequest Created(SpecDocument document, StateStore store, string? name, MonitorSettings monitor)
    {
        var launch = new LaunchRequest
        {
            Id = ContainerId.NewId(), Name = Checked(name), StateRoot = store.Root.Path, Bundle = document.Folder, Detached = true,
            AlwaysCgroup = true, AwaitsStart = true, AsOtherRuntimes = true, Environment = CallerEnvironment.ForHooks(document.Spec),
            Monitor = monitor,
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
        MountsAsOthers = Launch.AsOtherRuntimes,
        OwnsStreams = Launch.AsOtherRuntimes, LooksHomeUp = Launch.AsOtherRuntimes, Environment = Launch.Environment,
        Layers = Launch.Layers, Volumes = Launch.Volumes, Storage = Launch.Storage, GivenPaths = Launch.GivenPaths,
    };

    private static ContainerRequest Create(ContainerOptions options, StateStore store, LaunchStorage? plan, Func<string, LaunchRequest> launch)
    {
        string id = ContainerId.NewId();
        ContainerStorage? storage = plan?.Of(id, store, ref options);
        LaunchRequest request = launch(id);
        request = storage?.AddTo(request) ?? request;
        return new ContainerRequest(request, SpecBuilder.Build(options, id, CallerFactsReader.Read()), storage: storage);
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
