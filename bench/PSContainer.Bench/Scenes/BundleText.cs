namespace PSContainer.Bench.Scenes;

/// <summary>The bundles' configurations.</summary>
internal static class BundleText
{
    /// <summary>Six namespaces, a root with /proc, /bin/true: what unshare(1) does too.</summary>
    public const string Minimal = """
        {
          "ociVersion": "1.0.2",
          "process": { "user": { "uid": 0, "gid": 0 }, "args": ["/bin/true"], "env": ["PATH=/bin"], "cwd": "/" },
          "root": { "path": "rootfs" },
          "mounts": [{ "destination": "/proc", "type": "proc", "source": "proc" }],
          "linux": {
            "namespaces": [
              { "type": "pid" }, { "type": "mount" }, { "type": "uts" }, { "type": "ipc" }, { "type": "network" }, { "type": "cgroup" }
            ]
          }
        }
        """;
}
