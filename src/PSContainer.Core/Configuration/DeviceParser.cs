using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Reads devices as users of Docker and Podman write them: <c>HOST[:CONTAINER[:rwm]]</c>.</summary>
internal static class DeviceParser
{
    /// <param name="text">The device, or a folder of devices.</param>
    /// <exception cref="ContainerException"><c>Device.Invalid</c>, <c>Device.NotFound</c>, <c>Device.NotADevice</c></exception>
    public static IReadOnlyList<ContainerDevice> Parse(string text)
    {
        if (text.Contains('\0'))
        {
            throw Invalid(text.Replace('\0', '?'), "has a NUL in it");
        }

        string[] parts = text.Split(':');
        if (parts.Length > 3 || !Array.TrueForAll(parts, static part => part.Length > 0) || !parts[0].StartsWith('/'))
        {
            throw Invalid(text, "is no device");
        }

        // HOST:rwm has no place of its own.
        bool isAccess = parts.Length == 2 && !parts[1].StartsWith('/');
        string target = parts.Length > 1 && !isAccess ? parts[1] : parts[0];
        DeviceAccess access = isAccess || parts.Length == 3 ? Access(parts[^1], text) : DeviceAccess.All;
        return target.StartsWith('/') && ContainerPath.Normalize(target) != "/"
            ? Find(parts[0], ContainerPath.Normalize(target), access)
            : throw Invalid(text, "has no absolute path in the container");
    }

    private static IReadOnlyList<ContainerDevice> Find(string path, string target, DeviceAccess access)
    {
        if (Directory.Exists(path))
        {
            return DeviceFile.Below(path.TrimEnd('/'), target, access).ToList() is { Count: > 0 } devices ? devices : throw NotADevice(path, "is a folder without devices");
        }

        return DeviceFile.Read(path, target) is { } node ? [new ContainerDevice(path, node, access)] : throw Missing(path);
    }

    private static DeviceAccess Access(string letters, string text)
    {
        var access = DeviceAccess.None;
        foreach (char letter in letters)
        {
            access |= letter switch
            {
                'r' => DeviceAccess.Read, 'w' => DeviceAccess.Write, 'm' => DeviceAccess.Mknod,
                _ => throw Invalid(text, $"has the access '{letters}', which is none"),
            };
        }

        return access;
    }

    private static ContainerException Missing(string path) => File.Exists(path) ? NotADevice(path, "is no device") : new ContainerException(
        "Device.NotFound", ErrorKind.NotFound, $"There is no device '{path}' on the host.", path, "ls -l /dev shows what there is.");

    private static ContainerException NotADevice(string path, string problem) => new(
        "Device.NotADevice", ErrorKind.InvalidArgument, $"'{path}' {problem}.", path, "Show files with -Mount.");

    private static ContainerException Invalid(string text, string problem) => new(
        "Device.Invalid", ErrorKind.InvalidArgument, $"'{text}' {problem}.", text,
        "Write HOST[:CONTAINER[:rwm]], such as /dev/fuse or /dev/sdb:/dev/disk:r.");
}
