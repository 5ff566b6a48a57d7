using System.Text;

namespace PSContainer.Cgroups;

/// <summary>Input and output of a group by block device.</summary>
internal static class CgroupIOReader
{
    public static void Read(Cgroup cgroup, CgroupStatistics statistics)
    {
        if (cgroup.Find(CgroupControllers.BlockIO) is not { } group)
        {
            return;
        }

        var devices = new Dictionary<string, CgroupDeviceStatistics>();
        if (group.IsUnified)
        {
            ParseUnified(ReadText(group, "io.stat"), devices);
        }
        else
        {
            ParseLegacy(ReadText(group, "blkio.throttle.io_service_bytes_recursive"), devices, isBytes: true);
            ParseLegacy(ReadText(group, "blkio.throttle.io_serviced_recursive"), devices, isBytes: false);
        }

        statistics.Devices = [.. devices.Values];
    }

    /// <summary>Lines such as "8:0 rbytes=90112 wbytes=0 rios=4 wios=0 dbytes=0 dios=0".</summary>
    public static void ParseUnified(string text, Dictionary<string, CgroupDeviceStatistics> devices)
    {
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            for (int i = 1; i < words.Length; i++)
            {
                int equals = words[i].IndexOf('=');
                if (equals > 0 && long.TryParse(words[i].AsSpan(equals + 1), out long value))
                {
                    Set(Device(devices, words[0]), words[i][..equals], value);
                }
            }
        }
    }

    /// <summary>Lines such as "8:0 Read 90112"; the last, "Total 90112", is for all.</summary>
    public static void ParseLegacy(string text, Dictionary<string, CgroupDeviceStatistics> devices, bool isBytes)
    {
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            if (words.Length == 3 && words[1] is "Read" or "Write" && long.TryParse(words[2], out long value))
            {
                Set(Device(devices, words[0]), (words[1] == "Read" ? "r" : "w") + (isBytes ? "bytes" : "ios"), value);
            }
        }
    }

    private static void Set(CgroupDeviceStatistics device, string key, long value)
    {
        switch (key)
        {
            case "rbytes": device.ReadBytes = value; break;
            case "wbytes": device.WriteBytes = value; break;
            case "rios": device.ReadOperations = value; break;
            case "wios": device.WriteOperations = value; break;
        }
    }

    private static CgroupDeviceStatistics Device(Dictionary<string, CgroupDeviceStatistics> devices, string name)
    {
        if (!devices.TryGetValue(name, out CgroupDeviceStatistics? device))
        {
            devices[name] = device = new CgroupDeviceStatistics { Device = name };
        }

        return device;
    }

    private static string ReadText(CgroupDirectory group, string file) =>
        Encoding.UTF8.GetString(group.ReadAll(file) ?? []);
}
