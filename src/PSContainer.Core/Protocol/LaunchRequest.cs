using System.Buffers;
using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>What a launch needs besides the OCI spec. The spec itself is the frame that follows.</summary>
internal sealed record LaunchRequest
{
    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, or null: a container need not have one.</summary>
    public string? Name { get; init; }

    /// <summary>The folder of the state store.</summary>
    public required string StateRoot { get; init; }

    /// <summary>Whether it outlives the caller, watched by a monitor.</summary>
    public bool Detached { get; init; }

    /// <summary>What process 1 is.</summary>
    public InitMode Init { get; init; }

    /// <summary>The folder that the spec came from; empty where it came from no folder.</summary>
    public string Bundle { get; init; } = "";

    /// <summary>Whether the container gets a cgroup even where nothing in the spec needs one.</summary>
    public bool AlwaysCgroup { get; init; }

    /// <summary>Whether its command waits, with everything made, until it is started.</summary>
    public bool AwaitsStart { get; init; }

    /// <summary>Whether the spec is a bundle's, and obeyed as other runtimes do.</summary>
    public bool AsOtherRuntimes { get; init; }

    /// <summary>The caller's environment, which hooks that name none run with.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>What its monitor does for it, where it has one.</summary>
    public MonitorSettings Monitor { get; init; } = new();

    /// <summary>What its root is put together from; null for the spec's root as it is.</summary>
    public RootLayers? Layers { get; init; }

    /// <summary>Whether a working directory that the root lacks is made.</summary>
    public bool MakesWorkingDirectory { get; init; }

    /// <summary>A folder of the container's own outside of the state store, which is removed with the container; null for none.</summary>
    public string? Storage { get; init; }

    /// <summary>Where <see cref="Storage"/> is moved at the end instead, if the container has changed nothing; the caller empties it. Null for nowhere.</summary>
    public string? Trash { get; init; }

    /// <summary>Whether the caller makes <see cref="Storage"/>, and what is in it, while the launcher works: one more frame, empty, says that it is there.</summary>
    public bool AwaitsStorage { get; init; }

    /// <summary>Files that it is given.</summary>
    public IReadOnlyList<GivenFile> Files { get; init; } = [];

    /// <summary>Where those lie.</summary>
    public IReadOnlyList<string> GivenPaths => [.. Files.Select(file => GivenFile.PathOf(StateRoot, Id, file.Name))];

    /// <summary>Volumes that get what the root has, where they are empty.</summary>
    public IReadOnlyList<VolumeFill> Volumes { get; init; } = [];

    public static LaunchRequest Read(ref JsonCursor json)
    {
        string? id = null, name = null, stateRoot = null, bundle = null, storage = null, trash = null;
        RootLayers? layers = null;
        List<VolumeFill> volumes = [];
        List<GivenFile> files = [];
        bool makesDirectory = false, awaitsStorage = false;
        bool detached = false, alwaysCgroup = false, awaitsStart = false, asOtherRuntimes = false;
        IReadOnlyList<string> environment = [];
        var init = InitMode.None;
        MonitorSettings? monitor = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> property))
        {
            switch (property)
            {
                case var _ when property.SequenceEqual("id"u8): id = json.String(); break;
                case var _ when property.SequenceEqual("name"u8): name = json.String(); break;
                case var _ when property.SequenceEqual("stateRoot"u8): stateRoot = json.String(); break;
                case var _ when property.SequenceEqual("storage"u8): storage = json.String(); break;
                case var _ when property.SequenceEqual("trash"u8): trash = json.String(); break;
                case var _ when property.SequenceEqual("layers"u8): layers = RootLayers.Read(ref json); break;
                case var _ when property.SequenceEqual("volumes"u8): volumes = json.List(VolumeFill.Read); break;
                case var _ when property.SequenceEqual("files"u8): files = json.List(GivenFile.Read); break;
                case var _ when property.SequenceEqual("awaitsStorage"u8): awaitsStorage = json.Boolean(); break;
                case var _ when property.SequenceEqual("makesWorkingDirectory"u8): makesDirectory = json.Boolean(); break;
                case var _ when property.SequenceEqual("bundle"u8): bundle = json.String(); break;
                case var _ when property.SequenceEqual("detached"u8): detached = json.Boolean(); break;
                case var _ when property.SequenceEqual("alwaysCgroup"u8): alwaysCgroup = json.Boolean(); break;
                case var _ when property.SequenceEqual("awaitsStart"u8): awaitsStart = json.Boolean(); break;
                case var _ when property.SequenceEqual("asOtherRuntimes"u8): asOtherRuntimes = json.Boolean(); break;
                case var _ when property.SequenceEqual("environment"u8): environment = json.Strings(); break;
                case var _ when property.SequenceEqual("init"u8): init = (InitMode)json.Int32(0, (int)InitMode.Idle); break;
                case var _ when property.SequenceEqual("monitor"u8): monitor = MonitorSettings.Read(ref json); break;
                default: json.Skip(); break;
            }
        }

        return new LaunchRequest
        {
            Id = json.Required(id, "id"), Name = name, StateRoot = json.Required(stateRoot, "stateRoot"),
            Detached = detached, Init = init, Bundle = bundle ?? "", AlwaysCgroup = alwaysCgroup,
            AwaitsStart = awaitsStart, AsOtherRuntimes = asOtherRuntimes, Environment = environment, Monitor = monitor ?? new(),
            Layers = layers, MakesWorkingDirectory = makesDirectory, Storage = storage, Trash = trash, Volumes = volumes,
            Files = files, AwaitsStorage = awaitsStorage,
        };
    }

    /// <summary>The request as a document of its own.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id"u8, Id);
        if (Name is not null)
        {
            json.WriteString("name"u8, Name);
        }

        json.WriteString("stateRoot"u8, StateRoot);
        json.WriteString("bundle"u8, Bundle);
        json.WriteBoolean("detached"u8, Detached);
        json.WriteBoolean("alwaysCgroup"u8, AlwaysCgroup);
        json.WriteBoolean("awaitsStart"u8, AwaitsStart);
        json.WriteBoolean("asOtherRuntimes"u8, AsOtherRuntimes);
        StartRequest.WriteEnvironment(json, Environment);
        json.WriteNumber("init"u8, (int)Init);
        json.WriteBoolean("makesWorkingDirectory"u8, MakesWorkingDirectory);
        json.Optional("storage"u8, Storage);
        json.Optional("trash"u8, Trash);
        json.WriteBoolean("awaitsStorage"u8, AwaitsStorage);
        WriteAll(json, "volumes"u8, Volumes, static (volume, json) => volume.Write(json));
        WriteAll(json, "files"u8, Files, static (file, json) => file.Write(json));
        if (Layers is not null)
        {
            json.WriteStartObject("layers"u8);
            Layers.Write(json);
            json.WriteEndObject();
        }

        if (Detached)
        {
            Monitor.Write(json);
        }
    }

    private static void WriteAll<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<T> items, Action<T, Utf8JsonWriter> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(item, json);
        }

        json.WriteEndArray();
    }
}
