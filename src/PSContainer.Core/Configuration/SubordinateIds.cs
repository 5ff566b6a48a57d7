using System.Globalization;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>The ids that an administrator gave a user besides its own: <c>NAME:FIRST:COUNT</c>, <c>subuid(5)</c>.</summary>
internal static class SubordinateIds
{
    private const int LongestFile = 1 << 20;

    /// <summary>A user's first range, as what comes after the user itself in its containers.</summary>
    /// <param name="file"><c>/etc/subuid</c> or <c>/etc/subgid</c>.</param>
    /// <param name="user">Both files name users.</param>
    /// <returns>The range, from 1 inside; null where there is none.</returns>
    public static LinuxIdMapping? Find(string file, uint user) => Find(RootFile.ReadText("/", file[1..], LongestFile), user, NameOf(user));

    internal static LinuxIdMapping? Find(string text, uint user, string? name)
    {
        string number = user.ToString(CultureInfo.InvariantCulture);
        foreach (string[] entry in text.Split('\n').Select(static line => line.Split(':')))
        {
            if (entry.Length == 3 && (entry[0] == name || entry[0] == number)
                && StrictNumber.TryParse(entry[1], out uint first) && StrictNumber.TryParse(entry[2], out uint count) && count > 0)
            {
                return new LinuxIdMapping { ContainerId = 1, HostId = first, Size = count };
            }
        }

        return null;
    }

    private static string? NameOf(uint user)
    {
        string number = user.ToString(CultureInfo.InvariantCulture);
        return RootFile.ReadText("/", "etc/passwd", LongestFile).Split('\n').Select(static line => line.Split(':'))
            .FirstOrDefault(entry => entry.Length >= 3 && entry[2] == number)?[0];
    }
}
