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
    private ContainerRequest(LaunchRequest launch, RuntimeSpec spec)
    {
        Launch = launch;
        Spec = spec;
    }

    /// <summary>What the launcher is asked.</summary>
    public LaunchRequest Launch { get; }

    /// <summary>The spec.</summary>
    public RuntimeSpec Spec { get; }

    /// <summary>Works a request out; does nothing.</summary>
    /// <exception cref="Errors.ContainerException">What is asked is wrong.</exception>
    public static ContainerRequest Create(ContainerOptions options, StateStore store, string? name, bool detached, InitMode init)
    {
        string id = ContainerId.NewId();
        if (name is not null)
        {
            ContainerName.Validate(name);
        }

        RuntimeSpec spec = SpecBuilder.Build(options, id, CallerFactsReader.Read());
        var launch = new LaunchRequest { Id = id, Name = name, StateRoot = store.Root.Path, Detached = detached, Init = init };
        return new ContainerRequest(launch, spec);
    }

    /// <summary>The spec as the document that goes to the launcher.</summary>
    public byte[] Document()
    {
        var buffer = new ArrayBufferWriter<byte>(4 << 10);
        RuntimeSpecWriter.Write(Spec, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What will be done, step by step, for <c>-WhatIf</c>.</summary>
    public string Describe() =>
        $"Launch container {ContainerId.ShortId(Launch.Id)}:\n{LaunchPlanner.Plan(Spec, HostFacts.Read())}";
}
