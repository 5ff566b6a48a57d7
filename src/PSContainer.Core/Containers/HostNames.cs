using PSContainer.Client;
using PSContainer.Errors;
using PSContainer.Json;
using PSContainer.Oci;
using PSContainer.Protocol;

namespace PSContainer.Containers;

/// <summary>The host and domain name of a container that runs.</summary>
internal static class HostNames
{
    /// <summary>Refuses what is no name, before anything is done with it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what">What it is: <c>host name</c>.</param>
    /// <exception cref="ContainerException"><c>HostName.…</c></exception>
    public static void Check(string name, string what)
    {
        (string Id, string Text)? problem = HostnameRules.Problem(name) ?? Unusual(name);
        if (problem is { } found)
        {
            throw new ContainerException(
                $"HostName.{found.Id}", ErrorKind.InvalidArgument, $"The {what} '{JsonText.Show(name)}' {found.Text}.", name,
                "Give 1 to 64 bytes: letters, digits, '-' and '.'.");
        }
    }

    /// <summary>Sets them.</summary>
    /// <exception cref="ContainerException"><c>Container.NotRunning</c>, <c>Container.NoUtsNamespace</c> …</exception>
    public static void Set(Container container, string? hostName, string? domainName, LauncherImage image)
    {
        var request = new HostnameRequest
        {
            Id = container.Id, StateRoot = container.Store.Root.Path, HostName = hostName, DomainName = domainName,
        };
        LauncherCall.Run(image, new LauncherRequest { Hostname = request });
        container.Refresh();
    }

    // The kernel takes any bytes; programs that print or parse the name do not.
    private static (string Id, string Text)? Unusual(string name)
    {
        foreach (char c in name)
        {
            if (char.IsWhiteSpace(c) || c == '/')
            {
                return ("Invalid", c == '/' ? "contains a '/'" : "contains a space");
            }
        }

        return null;
    }
}
