using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.State;

namespace PSContainer.Commands;

/// <summary>Finds the namespaces that <c>-JoinNamespace</c> means.</summary>
internal static class NamespaceTargets
{
    // What containers commonly share. A mount namespace has a root of its own, and is joined only where it is named.
    private static readonly NamespaceKind[] s_shared =
        [NamespaceKind.User, NamespaceKind.Ipc, NamespaceKind.Uts, NamespaceKind.Network, NamespaceKind.Pid, NamespaceKind.Cgroup, NamespaceKind.Time];

    /// <param name="targets">Containers, names, ids, process ids, paths, or hashtables of kind and any of these.</param>
    /// <param name="made">The namespaces that are made, which are not joined.</param>
    /// <param name="store">Where containers are found.</param>
    /// <exception cref="ContainerException">A target is not there, or its kind cannot be told.</exception>
    public static IReadOnlyList<LinuxNamespace> Resolve(object[] targets, NamespaceKind[]? made, StateStore store)
    {
        var found = new Dictionary<NamespaceKind, LinuxNamespace>();
        foreach (object target in targets)
        {
            foreach (LinuxNamespace joined in Resolve(Unwrap(target), made ?? [], store))
            {
                found[joined.Type] = joined;
            }
        }

        if (!IsRoot && !found.ContainsKey(NamespaceKind.User) && made?.Contains(NamespaceKind.User) != true && Owner(found.Values) is { } owner)
        {
            found[NamespaceKind.User] = owner;
        }

        return [.. found.Values];
    }

    private static bool IsRoot => System.Environment.IsPrivilegedProcess;

    // A user has the right to join a namespace in the user namespace alone that it belongs to: that has to be joined first.
    private static LinuxNamespace? Owner(IEnumerable<LinuxNamespace> joined) => (
        from one in joined
        let parts = one.Path!.Split('/')
        where parts is ["", "proc", _, "ns", _]
        let process = StrictNumber.TryParse(parts[2], out int pid) ? pid : 0
        where process > 0 && NamespaceFile.IsForeign(process, NamespaceKind.User)
        select new LinuxNamespace { Type = NamespaceKind.User, Path = NamespaceFile.Of(process, NamespaceKind.User) }).FirstOrDefault();

    private static IEnumerable<LinuxNamespace> Resolve(object target, NamespaceKind[] made, StateStore store) => target switch
    {
        IDictionary table => table.Cast<DictionaryEntry>().Select(entry => One(Kind(entry.Key), Unwrap(entry.Value!), store)),
        string path when path.StartsWith('/') => [new LinuxNamespace { Type = NamespaceFile.KindOf(path), Path = path }],
        _ => Shared(ProcessId(target, store), made),
    };

    private static LinuxNamespace One(NamespaceKind kind, object target, StateStore store) => target switch
    {
        string path when path.StartsWith('/') => new LinuxNamespace { Type = NamespaceFile.Require(path, kind), Path = path },
        _ => new LinuxNamespace { Type = kind, Path = NamespaceFile.Of(ProcessId(target, store), kind) },
    };

    private static IEnumerable<LinuxNamespace> Shared(int process, NamespaceKind[] made) =>
        from kind in s_shared
        where !made.Contains(kind) && NamespaceFile.IsForeign(process, kind)
        select new LinuxNamespace { Type = kind, Path = NamespaceFile.Of(process, kind) };

    private static int ProcessId(object target, StateStore store) => target switch
    {
        Container container => Running(container),
        sbyte or byte or short or ushort or int or uint or long => Number(Convert.ToInt64(target, CultureInfo.InvariantCulture)),
        string text when StrictNumber.TryParse(text, out int pid) => pid,
        string name => Running(Find(name, store)),
        _ => throw Invalid(target),
    };

    private static int Number(long process) => process is > 0 and <= int.MaxValue ? (int)process : throw new ContainerException(
        "Process.NotFound", ErrorKind.NotFound, string.Create(CultureInfo.InvariantCulture, $"There is no process {process}."), process,
        "Process ids are numbers from 1.");

    private static Container Find(string name, StateStore store) =>
        ContainerSearch.All(store).FirstOrDefault(container => container.Name == name) ?? new Container(store, store.Find(name).Require());

    private static int Running(Container container)
    {
        container.Refresh();
        return container.ProcessId > 0 ? container.ProcessId : throw new ContainerException(
            "Container.NotRunning", ErrorKind.InvalidState, $"The container '{container.Name}' is not running: its namespaces are gone.",
            container.Name, "Get-Container shows what runs.");
    }

    private static NamespaceKind Kind(object name) =>
        Enum.TryParse(name.ToString(), ignoreCase: true, out NamespaceKind kind) && Enum.IsDefined(kind) ? kind : throw new ContainerException(
            "Namespace.Unknown", ErrorKind.InvalidArgument, $"There is no kind of namespace '{name}'.", name,
            $"Known are: {string.Join(", ", Enum.GetNames<NamespaceKind>())}.");

    private static object Unwrap(object value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string text when text.Contains('\0') => throw Invalid(text.Replace('\0', '?')),
        var target => target,
    };

    private static ContainerException Invalid(object target) => new(
        "Namespace.InvalidTarget", ErrorKind.InvalidArgument, $"'{target}' is nothing whose namespaces could be joined.", target,
        "Give a container, its name or id, a process id, a path such as /proc/4711/ns/net, or @{ Network = any of these }.");
}
