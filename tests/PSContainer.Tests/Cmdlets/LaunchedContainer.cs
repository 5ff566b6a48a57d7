using System.Buffers;
using Microsoft.Win32.SafeHandles;
using PSContainer.Client;
using PSContainer.Containers;
using PSContainer.Oci;
using PSContainer.Protocol;
using PSContainer.State;
using PSContainer.Tests.Engine;
using static Tmds.Linux.LibC;

namespace PSContainer.Tests.Cmdlets;

/// <summary>A detached container of the calling user, asked of the launcher itself; ended and removed when disposed.</summary>
internal sealed class LaunchedContainer : IDisposable
{
    private readonly StateStore _store;

    private LaunchedContainer(LaunchRequest request, RuntimeSpec spec)
    {
        _store = new StateStore(StateRoot.At(request.StateRoot));
        Id = request.Id;
        var document = new ArrayBufferWriter<byte>();
        RuntimeSpecWriter.Write(spec, document);
        using SafeFileHandle nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        int descriptor = (int)nothing.DangerousGetHandle();
        using var launcher = LauncherProcess.Start(
            LauncherImage.Get(BuildPaths.Launcher), new StandardDescriptors(descriptor, descriptor, descriptor),
            new LauncherRequest { Launch = request }, document.WrittenSpan);
        LauncherMessage? message = launcher.Receive();
        Assert.True(message is { Kind: LauncherMessageKind.Created }, message?.Failure?.Message ?? "The launcher died.");
    }

    public string Id { get; }

    public string ShortId => ContainerId.ShortId(Id);

    public string Name => Look().Name;

    /// <summary>The state as it is on disk now.</summary>
    public ContainerState State => _store.Read(Id).Require();

    public bool Exists => _store.Read(Id).Problem != StateProblem.NotFound;

    public string Folder => $"{_store.Root.Path}/{Id}";

    public static string NewName() => $"test-{Guid.NewGuid():N}"[..17];

    /// <summary>A container whose process 1 is an idle init.</summary>
    public static LaunchedContainer Idle(string? name = null) => Start(new Options { Name = name, Init = InitMode.Idle });

    /// <summary>A container whose process 1 is the command.</summary>
    public static LaunchedContainer Run(params string[] command) => Start(new Options { Command = command });

    public static LaunchedContainer Start(Options options) => new(options.ToRequest(), options.ToSpec());

    public Container Look() => new(_store, _store.Find(Id).StateOrBroken());

    public void Dispose()
    {
        using var cancel = new CancelSignal();
        ContainerRemover.Remove(new Container(_store, _store.Read(Id).StateOrBroken()), force: true, cancel);
    }

    /// <summary>What is launched.</summary>
    internal sealed record Options
    {
        public string? Name { get; init; }

        public string[] Command { get; init; } = [];

        public InitMode Init { get; init; }

        public NamespaceKind[] Namespaces { get; init; } = [NamespaceKind.Pid, NamespaceKind.Uts, NamespaceKind.Ipc];

        public bool Cgroup { get; init; }

        public Dictionary<string, string>? Annotations { get; init; }

        public string StateRoot { get; init; } = PSContainer.State.StateRoot.OfUser(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")).Path;

        public LaunchRequest ToRequest() => new()
        {
            Id = ContainerId.NewId(), Name = Name ?? NewName(), StateRoot = StateRoot, Detached = true, Init = Init, AlwaysCgroup = Cgroup,
        };

        public RuntimeSpec ToSpec() => new()
        {
            Process = Command.Length == 0 ? null : new ProcessSpec { Args = [.. Command], Env = ["PATH=/usr/bin:/bin"] },
            Hostname = Namespaces.Contains(NamespaceKind.Uts) ? "launched" : null,
            Annotations = Annotations,
            Linux = Environment.IsPrivilegedProcess ? new LinuxSpec { Namespaces = Make(Namespaces) } : InUserNamespace(),
        };

        // As the cmdlets make them for who is not root.
        private LinuxSpec InUserNamespace() => new()
        {
            Namespaces = Make([.. Namespaces, NamespaceKind.User]), UidMappings = [Map((uint)geteuid())], GidMappings = [Map((uint)getegid())],
        };

        private static List<LinuxNamespace> Make(NamespaceKind[] kinds) => [.. kinds.Select(static kind => new LinuxNamespace { Type = kind })];

        private static LinuxIdMapping Map(uint id) => new() { HostId = id, Size = 1 };
    }
}
