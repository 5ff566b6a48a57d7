namespace PSContainer.Images.Registry;

/// <summary>Under which keys a repository's credentials may lie: the most exact first.</summary>
internal static class CredentialKeys
{
    // What docker login has always written for Docker Hub.
    private const string DockerHubKey = "https://index.docker.io/v1/";

    /// <summary>The keys of the repository, of its folders, and of its registry.</summary>
    public static IEnumerable<string> Of(RegistryLocation location)
    {
        for (string path = location.ToString(); path.Contains('/', StringComparison.Ordinal); path = path[..path.LastIndexOf('/')])
            yield return path;
        foreach (string host in OfHost(location.Host))
            yield return host;
    }

    /// <summary>The keys of a registry, as helpers are asked.</summary>
    public static IEnumerable<string> OfHost(RegistryHost host) => host.Name == ImageReference.DockerHub
        ? [host.Name, DockerHubKey, "index.docker.io", host.Authority]
        : [host.Name];

    /// <summary>A key as it is written in a file, reduced to what is compared: older tools wrote whole addresses.</summary>
    public static string Normal(string key)
    {
        string name = key;
        foreach (string scheme in (ReadOnlySpan<string>)["https://", "http://"])
        {
            if (!key.StartsWith(scheme, StringComparison.Ordinal))
                continue;
            name = key[scheme.Length..];
            int slash = name.IndexOf('/', StringComparison.Ordinal);
            name = slash < 0 ? name : name[..slash];
        }

        return name.TrimEnd('/');
    }
}
