using System.Text;
using System.Text.Json.Nodes;
using PSContainer.Configuration;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Tests.Invariants;

/// <summary>A launch whose calls are made fail: between them, those of all kinds take every kind of step.</summary>
internal sealed class FaultLaunch : IDisposable
{
    public static readonly string[] Kinds = ["everything", "a user namespace", "a read-only root", "what few have", "a terminal", "an image and a volume"];

    private readonly Bundle _bundle = new();
    private readonly string _kind;

    public FaultLaunch(string kind)
    {
        _kind = kind;
        Furnish();
    }

    /// <summary>What is left of launches that have ended: states, folders of containers, what was to be copied, mounts.</summary>
    public IEnumerable<string> Left =>
    [
        .. Directory.EnumerateDirectories(_bundle.StateFolder, Bundle.AnyId), .. Existing(Own), .. Existing($"{Volume}/new"),
        .. File.ReadLines("/proc/self/mountinfo").Where(line => line.Contains(_bundle.Folder, StringComparison.Ordinal)),
    ];

    /// <summary>Whether the command has run since the last launch began.</summary>
    public bool HasRun => File.Exists($"{_bundle.Folder}/out/ran");

    private bool HasImage => _kind == "an image and a volume";

    // The container's own folder in an image store, and a volume's.
    private string Own => $"{_bundle.Folder}/own";

    private string Volume => $"{_bundle.Folder}/volume";

    private LaunchRequest Request => new()
    {
        Id = Bundle.NewId(), StateRoot = _bundle.StateFolder, Storage = Own, MakesWorkingDirectory = true,
        Layers = new RootLayers { Lower = [_bundle.Root], Folder = Own }, Volumes = [new VolumeFill(Volume, "/etc", Fills: true)],
    };

    /// <summary>Launches it.</summary>
    /// <param name="tracer">The program that the launcher is run by, with its arguments; nothing for none.</param>
    public Outcome Run(params string[] tracer)
    {
        File.Delete($"{_bundle.Folder}/out/ran");
        if (!HasImage)
        {
            string[] words = [.. tracer, _bundle.Launcher, "--root", _bundle.StateFolder, "run", "--bundle", _bundle.Folder, Bundle.NewId()];
            return Outcome.Of(words[0], words[1..]);
        }

        Directory.CreateDirectory(Own);
        if (Directory.Exists(Volume))
        {
            Directory.Delete(Volume, recursive: true);
        }

        Directory.CreateDirectory($"{Volume}/data");
        return RequestLaunch.Run([.. tracer, _bundle.Launcher], Request, Encoding.UTF8.GetBytes(_bundle.Spec.ToJsonString()));
    }

    /// <summary>The kinds of step that it takes.</summary>
    public IEnumerable<Type> Steps()
    {
        RuntimeSpec spec = RuntimeSpecReader.Read(File.ReadAllBytes($"{_bundle.Folder}/config.json"));
        spec.Root!.Path = _bundle.Root;
        SpecDefaults.Complete(spec);
        var facts = new LaunchFacts
        {
            UserId = 0, InInitialUserNamespace = _kind != "a user namespace", CgroupHierarchies = static () => ["memory", "pids"],
            IsDirectory = static path => File.Exists(path) || Directory.Exists(path) ? Directory.Exists(path) : null,
        };
        var options = new LaunchOptions
        {
            Id = "id", MakesWorkingDirectory = true, OwnsStreams = true, ResetsAffinity = true, LooksHomeUp = true,
            Layers = HasImage ? Request.Layers : null, Volumes = HasImage ? Request.Volumes : [],
        };
        return [.. LaunchPlanner.Plan(spec, facts, options).Steps.Select(static step => step.GetType())];
    }

    public void Dispose() => _bundle.Dispose();

    private static string[] Existing(string path) => Directory.Exists(path) ? [path] : [];

    // All that belongs to its kind; its command writes the file out/ran.
    private void Furnish()
    {
        Directory.CreateDirectory($"{_bundle.Folder}/out");
        File.SetUnixFileMode($"{_bundle.Folder}/out", (UnixFileMode)0b111_111_111);
        _bundle.Mounts.Add(Bundle.Mount("bind", "/out", $"{_bundle.Folder}/out", "bind"));
        switch (_kind)
        {
            case "what few have": Rare(_bundle); break;
            case "a terminal": Plain(_bundle); _bundle.Process["terminal"] = true; break;
            case "an image and a volume": Plain(_bundle); OfImage(); break;
            default: Usual(_bundle); Change(_bundle, _kind); break;
        }

        _bundle.SetCommand("touch", "/out/ran");
    }

    // The volume gets a folder, a file and a link.
    private void OfImage()
    {
        _bundle.Spec["root"]!["path"] = _bundle.Root;
        Directory.CreateDirectory($"{_bundle.Root}/etc/folder");
        File.WriteAllText($"{_bundle.Root}/etc/folder/file", "content");
        File.CreateSymbolicLink($"{_bundle.Root}/etc/link", "folder");
        _bundle.Mounts.Add(Bundle.Mount("bind", "/etc", $"{Volume}/data", "bind"));
    }

    // Without what the others try already.
    private static void Plain(Bundle bundle)
    {
        bundle.Spec["linux"]!["maskedPaths"] = new JsonArray();
        bundle.Spec["linux"]!["readonlyPaths"] = new JsonArray();
    }

    private static void Usual(Bundle bundle)
    {
        bundle.Mounts.Add(Bundle.Mount("bind", "/etc", "/etc", "rbind", "ro", "rslave"));
        bundle.Mounts.Add(Bundle.Mount("tmpfs", "/dev/shm", "shm", "nosuid", "mode=1777"));
        bundle.Mounts.Add(Bundle.Mount("mqueue", "/dev/mqueue"));
        foreach ((string name, JsonNode? value) in JsonNode.Parse(UsualProcess)!.AsObject().ToArray())
        {
            bundle.Process[name] = value!.DeepClone();
        }

        bundle.Spec["hostname"] = "box";
        // Not net.ipv4.ip_forward: while others make network namespaces its write is restarted, and each time counts as a call.
        bundle.Spec["linux"]!["sysctl"] = new JsonObject { ["net.ipv4.ip_unprivileged_port_start"] = "0" };
        bundle.Spec["linux"]!["seccomp"] = Filter();
    }

    private static JsonNode Filter() => JsonNode.Parse("""
        { "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [ { "names": [ "kexec_load" ], "action": "SCMP_ACT_ERRNO" } ] }
        """)!;

    private static void Change(Bundle bundle, string kind)
    {
        JsonNode linux = bundle.Spec["linux"]!;
        if (kind == "a user namespace")
        {
            linux["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
            foreach (string map in (string[])["uidMappings", "gidMappings"])
            {
                linux[map] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 0, ["size"] = 65536 });
            }
        }
        else if (kind == "a read-only root")
        {
            linux["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "cgroup" });
            bundle.Spec["root"]!["readonly"] = true;
        }
    }

    private static void Rare(Bundle bundle)
    {
        Plain(bundle);
        bundle.Mounts.Add(Bundle.Mount("cgroup", "/sys/fs/cgroup", "cgroup", "ro"));
        bundle.Mounts.Add(Bundle.Mount("tmpfs", "/etc", "tmpfs", "tmpcopyup"));
        bundle.Mounts.Add(Bundle.Mount("bind", "/etc", "/etc", "remount", "bind", "ro"));
        // The filter is loaded by rights that the command has not got.
        bundle.Process["noNewPrivileges"] = false;
        bundle.Spec["linux"]!["seccomp"] = Filter();
        bundle.Spec["domainname"] = "example.org";
        bundle.Spec["hooks"] = JsonNode.Parse("""{ "createContainer": [ { "path": "/bin/true" } ], "startContainer": [ { "path": "/bin/true", "timeout": 50 } ] }""");
        bundle.Spec["linux"]!["rootfsPropagation"] = "rslave";
        bundle.Spec["linux"]!["personality"] = new JsonObject { ["domain"] = "LINUX32" };
        bundle.Spec["linux"]!["memoryPolicy"] = new JsonObject { ["mode"] = "MPOL_BIND", ["nodes"] = "0" };
    }

    private const string UsualProcess = """
        {
          "user": { "uid": 1, "gid": 1, "umask": 18, "additionalGids": [ 5 ] }, "cwd": "/out", "oomScoreAdj": 100,
          "rlimits": [ { "type": "RLIMIT_NOFILE", "soft": 64, "hard": 64 } ],
          "scheduler": { "policy": "SCHED_BATCH", "nice": 5 }, "ioPriority": { "class": "IOPRIO_CLASS_BE", "priority": 6 }
        }
        """;
}
