using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>An OCI bundle with busybox and the hostile program, and a state folder of its own: gone with all its containers when disposed.</summary>
internal sealed class Bundle : IDisposable
{
    /// <summary>What the ids of all containers match.</summary>
    public const string AnyId = "invariant-*";

    private const string Busybox = "/usr/bin/busybox";

    private readonly JsonObject _spec;

    public Bundle(string? launcher = null)
    {
        Assert.SkipUnless(File.Exists(Busybox) && !HasInterpreter(Busybox), "needs a static busybox (Debian: busybox-static)");
        Folder = Directory.CreateTempSubdirectory("pscontainer-bundle-").FullName;
        Launcher = launcher ?? BuildPaths.Launcher;
        foreach (string name in (string[])["bin", "proc", "dev", "sys", "tmp", "etc"])
        {
            Directory.CreateDirectory($"{Root}/{name}");
        }

        File.Copy(Busybox, $"{Root}/bin/busybox");
        File.Copy(HostileProgram.Path, $"{Root}/bin/attacks");
        foreach (string name in (string[])["sh", "sleep", "cat", "ls", "echo", "true", "id", "pwd", "kill", "stat", "touch"])
        {
            File.CreateSymbolicLink($"{Root}/bin/{name}", "busybox");
        }

        _spec = Specification();
        if (!Environment.IsPrivilegedProcess)
        {
            UserNamespace.AddTo(_spec);
        }
    }

    public string Launcher { get; }

    /// <summary>The bundle; the containers' states are in its folder <c>run</c>.</summary>
    public string Folder { get; }

    public string Root => $"{Folder}/rootfs";

    public string StateFolder => $"{Folder}/run";

    /// <summary>The spec, to be changed before a launch.</summary>
    public JsonObject Spec => _spec;

    public JsonArray Mounts => _spec["mounts"]!.AsArray();

    public JsonObject Process => _spec["process"]!.AsObject();

    public static JsonObject Mount(string type, string target, string? source = null, params string[] options) => new()
    {
        ["type"] = type, ["destination"] = target, ["source"] = source ?? type, ["options"] = new JsonArray([.. options.Select(o => (JsonNode)o)]),
    };

    /// <summary>Runs a command in a container of its own, to its end.</summary>
    public Outcome Run(params string[] command)
    {
        SetCommand(command);
        return Call("run", "--bundle", Folder, NewId());
    }

    /// <summary>Starts a container that nobody watches.</summary>
    public string RunDetached(params string[] command)
    {
        SetCommand(command);
        string id = NewId();
        Outcome outcome = Call("run", "--detach", "--bundle", Folder, id);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return id;
    }

    public Outcome Exec(string id, params string[] command) => Call(["exec", id, .. command]);

    /// <summary>Calls the launcher.</summary>
    public Outcome Call(params string[] arguments) => Outcome.Of(Launcher, ["--root", StateFolder, .. arguments]);

    public void SetCommand(params string[] command)
    {
        Process["args"] = new JsonArray([.. command.Select(word => (JsonNode)word)]);
        Save();
    }

    public void Save() => File.WriteAllText($"{Folder}/config.json", _spec.ToJsonString());

    public static string NewId() => $"invariant-{Guid.NewGuid():N}"[..22];

    public int ProcessOf(string id)
    {
        using JsonDocument state = JsonDocument.Parse(Call("state", id).Output);
        return state.RootElement.GetProperty("pid").GetInt32();
    }

    public void Dispose()
    {
        foreach (string container in Directory.Exists(StateFolder) ? Directory.GetDirectories(StateFolder) : [])
        {
            Call("delete", "--force", Path.GetFileName(container));
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static bool HasInterpreter(string program) => File.ReadAllBytes(program).AsSpan().IndexOf("/ld-linux"u8) >= 0;

    private static JsonObject Specification() => JsonNode.Parse("""
        {
          "ociVersion": "1.2.0",
          "process": {
            "user": { "uid": 0, "gid": 0 }, "args": [], "env": [ "PATH=/bin" ], "cwd": "/", "noNewPrivileges": true,
            "capabilities": {
              "bounding": [ "CAP_SYS_CHROOT", "CAP_KILL", "CAP_DAC_OVERRIDE", "CAP_CHOWN", "CAP_SETUID", "CAP_SETGID" ],
              "effective": [ "CAP_SYS_CHROOT", "CAP_KILL", "CAP_DAC_OVERRIDE", "CAP_CHOWN", "CAP_SETUID", "CAP_SETGID" ],
              "permitted": [ "CAP_SYS_CHROOT", "CAP_KILL", "CAP_DAC_OVERRIDE", "CAP_CHOWN", "CAP_SETUID", "CAP_SETGID" ]
            }
          },
          "root": { "path": "rootfs" },
          "mounts": [
            { "destination": "/proc", "type": "proc", "source": "proc" },
            { "destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": [ "nosuid", "mode=755" ] },
            { "destination": "/dev/pts", "type": "devpts", "source": "devpts", "options": [ "newinstance", "ptmxmode=0666" ] },
            { "destination": "/sys", "type": "sysfs", "source": "sysfs", "options": [ "nosuid", "noexec", "nodev", "ro" ] }
          ],
          "linux": {
            "namespaces": [ { "type": "pid" }, { "type": "mount" }, { "type": "uts" }, { "type": "ipc" }, { "type": "network" } ],
            "maskedPaths": [ "/proc/kcore", "/proc/keys", "/sys/firmware" ],
            "readonlyPaths": [ "/proc/sys", "/proc/sysrq-trigger" ]
          }
        }
        """)!.AsObject();
}
