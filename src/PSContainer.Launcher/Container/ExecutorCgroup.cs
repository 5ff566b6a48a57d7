using PSContainer.Cgroups;
using PSContainer.Errors;

namespace PSContainer.Launcher.Container;

/// <summary>The cgroup that one more process of a container goes into: the container's, or one below it.</summary>
internal sealed class ExecutorCgroup : IDisposable
{
    private readonly Cgroup? _cgroup;

    private ExecutorCgroup(Cgroup? cgroup) => _cgroup = cgroup;

    /// <summary>A descriptor for the clone, or -1.</summary>
    public int Descriptor => _cgroup?.UnifiedDescriptor ?? -1;

    /// <param name="target">The container.</param>
    /// <param name="below">Groups below its own: <c>PATH</c>, or <c>CONTROLLER[,CONTROLLER]:PATH</c>.</param>
    /// <exception cref="ContainerException">A path climbs, or names a controller that there is not.</exception>
    public static ExecutorCgroup Of(ContainerTarget target, IReadOnlyList<string> below)
    {
        if (target.State.CgroupPaths.Count == 0)
        {
            return new ExecutorCgroup(null);
        }

        List<string> lines = [.. target.State.CgroupPaths.Where(static line => !line.StartsWith("parent:", StringComparison.Ordinal))];
        for (int i = 0; i < lines.Count; i++)
        {
            lines[i] = Choose(lines[i], target, below);
        }

        CheckControllers(lines, below);
        return new ExecutorCgroup(Cgroup.Open(lines));
    }

    public CgroupEntries OpenEntries() => new(_cgroup);

    /// <summary>How many processes of it the kernel killed for want of memory.</summary>
    public long OomKills => _cgroup?.OomKillCount ?? 0;

    /// <summary>The group, or null.</summary>
    public Cgroup? Group => _cgroup;

    public void Attach(int pid) => _cgroup?.AttachUnified(pid);

    public void Dispose() => _cgroup?.Dispose();

    // A line of the state reads CONTROLLERS:PATH, or unified:PATH.
    private static string Choose(string line, ContainerTarget target, IReadOnlyList<string> below)
    {
        int colon = line.IndexOf(':');
        string kind = line[..colon], path = line[(colon + 1)..];
        foreach (string choice in below)
        {
            (string controllers, string sub) = Split(choice);
            if (sub.Length == 0)
            {
                continue;
            }

            // One that is named for no controller need be there in one hierarchy only; the process stays the container's in the others.
            bool named = kind.Split(',').Intersect(controllers.Split(',')).Any();
            if (named || (controllers.Length == 0 && Directory.Exists($"{path}/{sub}")))
            {
                return $"{kind}:{path}/{sub}";
            }
        }

        return kind == "unified" && below.Count == 0 ? $"{kind}:{FirstProcessPlace(path, target)}" : line;
    }

    // A container may have moved its processes down and enabled controllers for them, or its group may be gone: then this one goes
    // where its first process is (cgroup-v2.rst, "No Internal Process Constraint").
    private static string FirstProcessPlace(string path, ContainerTarget target)
    {
        Span<byte> text = stackalloc byte[512];
        int length = CgroupFile.Read(CgroupFile.AtCurrent, path + "/cgroup.subtree_control", text);
        bool isTaken = length < 0 || !text[..length].Trim("\n "u8).IsEmpty;
        return isTaken ? CgroupHost.Read(target.State.Pid).Unified?.OwnDirectory ?? path : path;
    }

    private static (string Controllers, string Path) Split(string choice)
    {
        int colon = choice.IndexOf(':');
        string path = choice[(colon + 1)..];
        return path.Split('/').Contains("..")
            ? throw new ContainerException(
                "Cgroup.Path.Invalid", ErrorKind.InvalidArgument, $"bad sub cgroup path '{path}': `..` components are not allowed.", path)
            : (colon < 0 ? "" : choice[..colon], path.Trim('/'));
    }

    private static void CheckControllers(List<string> lines, IReadOnlyList<string> below)
    {
        foreach (string choice in below)
        {
            foreach (string controller in Split(choice).Controllers.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!lines.Exists(line => line[..line.IndexOf(':')].Split(',').Contains(controller)))
                {
                    throw new ContainerException(
                        "Cgroup.Controller.NotAvailable", ErrorKind.NotFound, $"unknown controller {controller} in the cgroup '{choice}'.", choice);
                }
            }

            string sub = Split(choice).Path;
            List<string> chosen = sub.Length == 0 ? [] : lines.FindAll(line => line.EndsWith("/" + sub, StringComparison.Ordinal));
            if (sub.Length > 0 && !chosen.Exists(static line => Directory.Exists(line[(line.IndexOf(':') + 1)..])))
            {
                throw new ContainerException(
                    "Cgroup.NotFound", ErrorKind.NotFound,
                    $"the process cannot join the cgroup '{sub}': adding pid to it failed: no such file or directory.", sub);
            }
        }
    }
}
