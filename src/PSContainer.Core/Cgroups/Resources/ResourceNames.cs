using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>Refuses names that would lead a write elsewhere than to the setting that they are for.</summary>
internal static class ResourceNames
{
    public static void Check(LinuxResources resources)
    {
        foreach (LinuxHugepageLimit limit in resources.HugepageLimits ?? [])
        {
            CheckPageSize(limit.PageSize);
        }

        foreach (string device in resources.Rdma?.Keys ?? Enumerable.Empty<string>())
        {
            CheckWord("rdma", device);
        }

        foreach (LinuxInterfacePriority priority in resources.Network?.Priorities ?? [])
        {
            CheckWord("network.priorities", priority.Name);
        }

        foreach (string file in resources.Unified?.Keys ?? Enumerable.Empty<string>())
        {
            CheckFile(file);
        }
    }

    // "2MB", "64KB", "1GB", as the kernel names its files.
    private static void CheckPageSize(string size)
    {
        bool valid = size.Length is > 2 and < 10 && size[^1] == 'B' && size[^2] is 'K' or 'M' or 'G' && size[0] != '0';
        for (int i = 0; valid && i < size.Length - 2; i++)
        {
            valid = char.IsAsciiDigit(size[i]);
        }

        if (!valid)
        {
            throw ResourceWriter.Invalid("hugepageLimits", $"has the page size '{size}'", "Use a number and KB, MB or GB, as 2MB.");
        }
    }

    private static void CheckWord(string property, string word)
    {
        if (word.Length is 0 or > 64 || word.AsSpan().ContainsAny(" \t\n\0/"))
        {
            throw ResourceWriter.Invalid(property, $"names '{word}', which cannot be a device");
        }
    }

    private static void CheckFile(string file)
    {
        int dot = file.IndexOf('.');
        if (dot <= 0 || dot == file.Length - 1 || file.Length > 255 || file.AsSpan().ContainsAny("/\n\0"))
        {
            throw ResourceWriter.Invalid(
                "unified", $"names a file: the specified key has not the form CONTROLLER.VALUE `{file}`", "Use a name such as memory.high.");
        }
    }
}
