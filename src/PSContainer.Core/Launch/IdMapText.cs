using System.Globalization;
using PSContainer.Errors;
using PSContainer.Json;
using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>Id maps as crun writes them in the option <c>idmap</c>: <c>uids=0-1000-1#1-2000-9;gids=0-1000-10</c>, each inside-outside-size.</summary>
internal static class IdMapText
{
    private const string Users = "uids=";
    private const string Groups = "gids=";

    /// <summary>The maps; null for no text.</summary>
    /// <exception cref="ContainerException"><c>Mount.IdMapInvalid</c>.</exception>
    public static IdMaps? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        List<LinuxIdMapping>? users = null, groups = null;
        foreach (string part in text.Split(';'))
        {
            if (part.StartsWith(Users, StringComparison.Ordinal))
            {
                users = Ranges(part[Users.Length..], text);
            }
            else if (part.StartsWith(Groups, StringComparison.Ordinal))
            {
                groups = Ranges(part[Groups.Length..], text);
            }
            else
            {
                throw Invalid(text);
            }
        }

        return users is not null && groups is not null ? IdMaps.From(users, groups) : throw Invalid(text);
    }

    private static List<LinuxIdMapping> Ranges(string ranges, string text) =>
        [.. ranges.Split('#').Select(range => Range(range.Split('-'), text))];

    private static LinuxIdMapping Range(string[] numbers, string text) =>
        numbers is [var inside, var outside, var size] && TryNumber(inside, out uint container) && TryNumber(outside, out uint host)
        && TryNumber(size, out uint count) && count > 0
            ? new LinuxIdMapping { ContainerId = container, HostId = host, Size = count }
            : throw Invalid(text);

    private static bool TryNumber(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static ContainerException Invalid(string text) => new(
        "Mount.IdMapInvalid", ErrorKind.InvalidArgument, $"'{JsonText.Show(text)}' is no map of ids.", text,
        "Write it as uids=INSIDE-OUTSIDE-SIZE#…;gids=INSIDE-OUTSIDE-SIZE#….");
}
