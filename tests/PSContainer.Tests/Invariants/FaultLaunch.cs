using System.Text.Json.Nodes;

namespace PSContainer.Tests.Invariants;

/// <summary>The launches whose calls are made fail: between them they take every kind of step.</summary>
internal static class FaultLaunch
{
    public static readonly string[] Kinds = ["everything", "a user namespace", "a read-only root", "what few have", "a terminal"];

    /// <summary>Makes a bundle ask for all that belongs to a kind of launch; its command writes the file <c>out/ran</c>.</summary>
    public static void Furnish(Bundle bundle, string kind)
    {
        Directory.CreateDirectory($"{bundle.Folder}/out");
        File.SetUnixFileMode($"{bundle.Folder}/out", (UnixFileMode)0b111_111_111);
        bundle.Mounts.Add(Bundle.Mount("bind", "/out", $"{bundle.Folder}/out", "bind"));
        if (kind is "what few have" or "a terminal")
        {
            Rare(bundle, kind);
        }
        else
        {
            Usual(bundle);
            Change(bundle, kind);
        }

        bundle.SetCommand("touch", "/out/ran");
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

    private static void Rare(Bundle bundle, string kind)
    {
        // What the others try already.
        bundle.Spec["linux"]!["maskedPaths"] = new JsonArray();
        bundle.Spec["linux"]!["readonlyPaths"] = new JsonArray();
        if (kind == "a terminal")
        {
            bundle.Process["terminal"] = true;
            return;
        }

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
