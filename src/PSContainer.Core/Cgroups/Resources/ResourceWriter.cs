using System.Globalization;
using System.Text;
using PSContainer.Errors;

namespace PSContainer.Cgroups;

/// <summary>Writes values to a group's files, and tells of a failure by the property that it was for.</summary>
internal static class ResourceWriter
{
    /// <exception cref="ContainerException">The kernel refused it, or has no such file.</exception>
    public static void Set(CgroupDirectory group, string property, ReadOnlySpan<byte> file, ReadOnlySpan<byte> value)
    {
        int result = group.Write(file, value);
        if (result < 0)
        {
            throw Failure(group, property, Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(value), -result);
        }
    }

    public static void Set(CgroupDirectory group, string property, ReadOnlySpan<byte> file, long value)
    {
        Span<byte> text = stackalloc byte[32];
        _ = value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        Set(group, property, file, text[..length]);
    }

    public static void Set(CgroupDirectory group, string property, string file, string value)
    {
        int result = group.Write(file, value);
        if (result < 0)
        {
            throw Failure(group, property, file, value, -result);
        }
    }

    /// <summary>For where a failure has a second thing to try; 0 or a negative errno.</summary>
    public static int TrySet(CgroupDirectory group, ReadOnlySpan<byte> file, long value)
    {
        Span<byte> text = stackalloc byte[32];
        _ = value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        return group.Write(file, text[..length]);
    }

    public static ContainerException Failure(CgroupDirectory group, string property, string file, string value, int errno)
    {
        string path = $"{group.Path}/{file}";
        string reason = errno == Errno.ENOENT ? "this kernel has no such file" : Errno.Describe(errno);
        return new ContainerException(
            $"Cgroup.Resource.{Errno.Name(errno)}",
            errno == Errno.ENOENT ? ErrorKind.NotSupported : errno is Errno.EINVAL or Errno.ERANGE ? ErrorKind.InvalidArgument : CgroupErrors.KindOf(errno),
            $"linux.resources.{property} could not be set: writing '{value.Replace('\n', ' ').Trim()}' to '{path}' failed: {reason}.",
            property,
            Remedy(errno),
            new LinuxException("write", errno, path));
    }

    public static ContainerException NotSupported(string property, string reason) =>
        new("Cgroup.Resource.NotSupported", ErrorKind.NotSupported, $"linux.resources.{property} cannot be set: {reason}.", property, "Leave it out.");

    public static ContainerException Invalid(string property, string reason, string? remedy = null) =>
        new("Cgroup.Resource.Invalid", ErrorKind.InvalidArgument, $"linux.resources.{property} {reason}.", property, remedy);

    private static string? Remedy(int errno) => errno switch
    {
        Errno.ENOENT => "Leave it out, or use a kernel that is built with it.",
        Errno.EINVAL or Errno.ERANGE => "Choose a value that the kernel, and the groups above, allow.",
        Errno.EBUSY => "More than that is in use: free some first.",
        Errno.EACCES or Errno.EPERM => "Run as root, or have the group delegated with this controller.",
        Errno.ENODEV or Errno.ENXIO => "Name a device that is there.",
        _ => null,
    };
}
