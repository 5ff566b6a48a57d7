using System.Globalization;
using PSContainer.Configuration;
using PSContainer.Oci;

namespace PSContainer.Containers;

/// <summary>The users of a container that runs: their numbers inside and outside, and the names that its root knows.</summary>
internal sealed class ContainerUsers
{
    private const int LongestDatabase = 1 << 20;

    private readonly List<LinuxIdMapping> _maps = [];
    private readonly Dictionary<uint, string> _names = [];

    /// <param name="process">The container's first process.</param>
    public ContainerUsers(int process)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        foreach (string line in Lines($"{folder}/uid_map"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 3 && TryNumber(words[0], out uint inside) && TryNumber(words[1], out uint outside) && TryNumber(words[2], out uint size))
            {
                _maps.Add(new LinuxIdMapping { ContainerId = inside, HostId = outside, Size = size });
            }
        }

        foreach (string line in RootFile.ReadText($"{folder}/root", "etc/passwd", LongestDatabase).Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length >= 3 && TryNumber(fields[2], out uint id))
            {
                _names.TryAdd(id, fields[0]);
            }
        }
    }

    /// <summary>The number in the container; null for one that it does not know.</summary>
    public uint? Inside(uint user)
    {
        LinuxIdMapping? map = _maps.Find(map => user >= map.HostId && user - map.HostId < map.Size);
        return map is null ? null : map.ContainerId + (user - map.HostId);
    }

    /// <summary>The name; the number where there is none.</summary>
    public string NameOf(uint? user) => user switch
    {
        null => "?",
        { } id when _names.TryGetValue(id, out string? name) => name,
        { } id => id.ToString(CultureInfo.InvariantCulture),
    };

    private static bool TryNumber(string text, out uint number) => StrictNumber.TryParse(text, out number);

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
