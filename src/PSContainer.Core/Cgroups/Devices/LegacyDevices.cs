using System.Text;
using PSContainer.Errors;
using PSContainer.Oci;
using static Tmds.Linux.LibC;

namespace PSContainer.Cgroups;

/// <summary>Brings version 1's list of devices to a state, by the fewest writes: processes may be using devices meanwhile.</summary>
internal static class LegacyDevices
{
    public static void Apply(CgroupDirectory group, LegacyDeviceState target)
    {
        byte[] list = CgroupFile.ReadAll(group.Descriptor, "devices.list", out int error)
            ?? throw CgroupErrors.Failed("Devices", "say which devices it has", group.Path, "read", error);
        LegacyDeviceState current = LegacyDeviceState.Parse(Encoding.ASCII.GetString(list));
        var allow = new List<string>();
        var deny = new List<string>();

        // The exceptions of a group that allows by default cannot be read back: then it begins anew.
        if (current.AllowsByDefault || target.AllowsByDefault)
        {
            Write(group, target.AllowsByDefault ? "devices.allow" : "devices.deny", ["a"]);
            Collect(target.Exceptions, new LegacyDeviceState().Exceptions, target.AllowsByDefault ? deny : allow);
        }
        else
        {
            Collect(current.Exceptions, target.Exceptions, deny);
            Collect(target.Exceptions, current.Exceptions, allow);
        }

        Write(group, "devices.deny", deny);
        Write(group, "devices.allow", allow);
    }

    /// <summary>A device and what may be done, as the kernel writes them: <c>c 1:3 rwm</c>.</summary>
    public static string Format((DeviceKind Kind, int Major, int Minor) key, DeviceAccess access)
    {
        string major = key.Major < 0 ? "*" : $"{key.Major}";
        string minor = key.Minor < 0 ? "*" : $"{key.Minor}";
        string letters = (access.HasFlag(DeviceAccess.Read) ? "r" : "") + (access.HasFlag(DeviceAccess.Write) ? "w" : "")
            + (access.HasFlag(DeviceAccess.Mknod) ? "m" : "");
        return $"{(key.Kind == DeviceKind.Block ? 'b' : 'c')} {major}:{minor} {letters}";
    }

    // What the first has and the second has not.
    private static void Collect(
        IReadOnlyDictionary<(DeviceKind Kind, int Major, int Minor), DeviceAccess> first,
        IReadOnlyDictionary<(DeviceKind Kind, int Major, int Minor), DeviceAccess> second, List<string> lines)
    {
        foreach (((DeviceKind Kind, int Major, int Minor) key, DeviceAccess access) in first)
        {
            DeviceAccess rest = access & ~second.GetValueOrDefault(key);
            if (rest != DeviceAccess.None)
            {
                lines.Add(Format(key, rest));
            }
        }
    }

    private static void Write(CgroupDirectory group, string file, List<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        int descriptor = CgroupFile.Open(group.Descriptor, file, O_WRONLY);
        string? failed = null;
        int result = Math.Min(descriptor, 0);
        for (int i = 0; i < lines.Count && result == 0; i++)
        {
            failed = lines[i];
            result = CgroupFile.Write(descriptor, Encoding.ASCII.GetBytes(failed));
        }

        _ = descriptor >= 0 ? close(descriptor) : 0;
        if (result < 0)
        {
            throw ResourceWriter.Failure(group, "devices", file, failed ?? lines[0], -result);
        }
    }
}
