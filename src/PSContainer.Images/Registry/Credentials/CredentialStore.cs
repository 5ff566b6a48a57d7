using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Images.Registry;

/// <summary>The credentials that the user has configured for other tools, too.</summary>
internal sealed class CredentialStore(RegistryEnvironment environment)
{
    /// <summary>The credentials for a repository; null where there are none.</summary>
    /// <param name="location">The repository.</param>
    /// <param name="cancel">Ends the wait for a helper.</param>
    /// <exception cref="ContainerException"><c>Registry.Credential.…</c></exception>
    public async Task<RegistryCredential?> FindAsync(RegistryLocation location, CancellationToken cancel)
    {
        foreach (string path in Files())
        {
            if (Read(path) is { } file && await FindAsync(file, location, cancel).ConfigureAwait(false) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>The files, in the order in which they count.</summary>
    internal IEnumerable<string> Files()
    {
        if (environment.AuthFile is { } chosen)
            return [chosen];
        var files = new List<string>();
        if (environment.RuntimeFolder is ['/', ..] and { } runtime)
            files.Add($"{runtime}/containers/auth.json");
        if (environment.ConfigurationFolder is ['/', ..] and { } configuration)
            files.Add($"{configuration}/containers/auth.json");
        else if (environment.Home is { } home)
            files.Add($"{home}/.config/containers/auth.json");
        if (environment.DockerFolder is { } docker)
            files.Add($"{docker}/config.json");
        else if (environment.Home is { } home)
            files.Add($"{home}/.docker/config.json");
        return files;
    }

    private AuthFile? Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] content = new byte[Math.Min(file.Length, JsonCursor.MaxBytes + 1L)];
            file.ReadExactly(content);
            return AuthFile.Parse(content, path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException && path != environment.AuthFile)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw RegistryErrors.CannotReadCredentials(path, error);
        }
    }

    private async Task<RegistryCredential?> FindAsync(AuthFile file, RegistryLocation location, CancellationToken cancel)
    {
        foreach (string key in CredentialKeys.Of(location))
        {
            if (file.Helpers.GetValueOrDefault(key) is { Length: > 0 } helper)
                return await new CredentialHelper(helper, environment.SearchPath).GetAsync(key, cancel).ConfigureAwait(false);
            if (InFile(file, key) is { } found)
                return found;
        }

        return file.Store is { } store ? await AskStoreAsync(store, location.Host, cancel).ConfigureAwait(false) : null;
    }

    private static RegistryCredential? InFile(AuthFile file, string key) =>
        file.Credentials.GetValueOrDefault(key)
        ?? file.Credentials.FirstOrDefault(entry => CredentialKeys.Normal(entry.Key) == key).Value;

    private async Task<RegistryCredential?> AskStoreAsync(string store, RegistryHost host, CancellationToken cancel)
    {
        var helper = new CredentialHelper(store, environment.SearchPath);
        foreach (string key in CredentialKeys.OfHost(host).Reverse())
        {
            if (await helper.GetAsync(key, cancel).ConfigureAwait(false) is { } found)
                return found;
        }

        return null;
    }
}
