using PSContainer.Launch;

namespace PSContainer.Cgroups;

/// <summary>The manager of systemd that makes a container's scope: the machine's, or that of a user without rights with it.</summary>
/// <param name="Socket">Where it is to be reached: its own socket, which needs no bus, or the bus that it is on.</param>
/// <param name="IsUser">Whether it is the user's.</param>
internal sealed record SystemdTarget(string Socket, bool IsUser)
{
    /// <summary>Whether systemd is the init of this machine: <c>sd_booted(3)</c>.</summary>
    public static bool IsBooted => Directory.Exists("/run/systemd/system");

    /// <summary>The caller's.</summary>
    /// <param name="runtimeDirectory">The value of <c>XDG_RUNTIME_DIR</c>, or null.</param>
    /// <param name="sessionBus">The value of <c>DBUS_SESSION_BUS_ADDRESS</c>, or null.</param>
    /// <exception cref="Errors.ContainerException">There is none.</exception>
    public static SystemdTarget Find(string? runtimeDirectory, string? sessionBus)
    {
        LaunchFacts facts = HostFacts.Read();
        bool isUser = facts.UserId != 0 || !facts.InInitialUserNamespace;
        return new SystemdTarget(Find(isUser ? OfUser(runtimeDirectory, sessionBus) : ["/run/systemd/private", "/run/dbus/system_bus_socket"]), isUser);
    }

    /// <summary>The first of them that is there.</summary>
    public static string Find(List<string> places) => places.Find(File.Exists) ?? throw SystemdErrors.NoManager(places);

    /// <summary>Where a user's manager may be reached.</summary>
    public static List<string> OfUser(string? runtimeDirectory, string? sessionBus)
    {
        var places = new List<string>();
        if (runtimeDirectory is ['/', ..])
        {
            places.Add($"{runtimeDirectory.TrimEnd('/')}/systemd/private");
        }

        if (PathOf(sessionBus) is { } path)
        {
            places.Add(path);
        }

        if (runtimeDirectory is ['/', ..])
        {
            places.Add($"{runtimeDirectory.TrimEnd('/')}/bus");
        }

        return places;
    }

    // "unix:path=/run/user/1000/bus,guid=...;...", where what is no plain character is %XX.
    private static string? PathOf(string? address)
    {
        foreach (string one in address?.Split(';') ?? [])
        {
            foreach (string field in one.StartsWith("unix:", StringComparison.Ordinal) ? one["unix:".Length..].Split(',') : [])
            {
                if (field.StartsWith("path=/", StringComparison.Ordinal))
                {
                    return Uri.UnescapeDataString(field["path=".Length..]);
                }
            }
        }

        return null;
    }
}
