using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Finds the user of a container: <c>USER[:GROUP]</c>, each a number or a name of the container's own databases.</summary>
internal static class UserResolver
{
    private const int LongestDatabase = 1 << 20;

    /// <param name="text">What the user wrote.</param>
    /// <param name="root">The container's root.</param>
    /// <exception cref="ContainerException"><c>User.Unknown</c>, <c>User.Invalid</c></exception>
    public static UserSpec Resolve(string text, RootView root)
    {
        string[] parts = text.Split(':');
        if (parts.Length > 2 || Array.Exists(parts, static part => part.Length == 0))
        {
            throw new ContainerException(
                "User.Invalid", ErrorKind.InvalidArgument, $"'{text}' is no user.", text, "Write USER or USER:GROUP, names or numbers.");
        }

        List<string[]> users = Database(root, "etc/passwd", fields: 7);
        string[]? entry = Find(users, parts[0]);
        uint uid = Number(parts[0]) ?? Number(entry?[2]) ?? throw Unknown("user", parts[0], "/etc/passwd");
        List<string[]> groups = Database(root, "etc/group", fields: 4);
        uint gid = parts.Length == 2 ? Group(groups, parts[1]) : Number(entry?[3]) ?? 0;
        return new UserSpec { Uid = uid, Gid = gid, AdditionalGids = parts.Length == 2 ? null : Memberships(groups, entry?[0], gid) };
    }

    /// <summary>The users that a root knows, each with its number, full name and home.</summary>
    public static IEnumerable<(string Name, string Description)> Names(RootView root) =>
        Database(root, "etc/passwd", fields: 7).Where(static entry => entry[0].Length > 0 && !entry[0].Any(char.IsControl))
            .Select(static entry => (entry[0], string.Join(", ", ((string[])[entry[2], entry[4], entry[5]]).Where(static text => text.Length > 0))));

    private static uint Group(List<string[]> groups, string name) =>
        Number(name) ?? Number(groups.Find(group => group[0] == name)?[2]) ?? throw Unknown("group", name, "/etc/group");

    private static string[]? Find(List<string[]> users, string name) =>
        users.Find(user => user[0] == name) ?? users.Find(user => user[2] == name);

    private static List<uint>? Memberships(List<string[]> groups, string? user, uint primary)
    {
        List<uint> found =
        [
            .. from entry in groups
               where user is not null && entry[3].Split(',').Contains(user)
               let gid = Number(entry[2])
               where gid is not null && gid != primary
               select gid.Value,
        ];
        return found.Count == 0 ? null : found;
    }

    private static uint? Number(string? text) =>
        StrictNumber.TryParse(text, out uint number) && number != uint.MaxValue ? number : null;

    private static List<string[]> Database(RootView root, string path, int fields) =>
    [
        .. RootFile.ReadText(root, path, LongestDatabase).Split('\n')
            .Select(static line => line.Split(':')).Where(entry => entry.Length >= fields),
    ];

    private static ContainerException Unknown(string what, string name, string database) => new(
        "User.Unknown", ErrorKind.NotFound, $"There is no {what} '{name}' in the container's {database}.", name,
        "Give a number, or a name that the container's root knows.");
}
