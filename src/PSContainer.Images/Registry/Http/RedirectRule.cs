namespace PSContainer.Images.Registry;

/// <summary>Which addresses a registry may lead to, and where http is allowed at all.</summary>
internal sealed class RedirectRule(RegistryOptions options)
{
    /// <summary>Whether http may be used with a host.</summary>
    public bool AllowsHttp(Uri address) =>
        (options.AllowInsecure && RegistryHost.IsLoopbackHost(address.Host))
        || options.InsecureRegistries.Any(registry =>
            registry.Equals(address.Authority, StringComparison.OrdinalIgnoreCase) || registry.Equals(address.Host, StringComparison.OrdinalIgnoreCase));

    /// <summary>The address that an answer leads to.</summary>
    /// <exception cref="Errors.ContainerException"><c>Registry.Redirect</c>.</exception>
    public Uri Follow(Uri from, Uri? location)
    {
        if (location is null)
            throw RegistryErrors.BadRedirect(from, "", "which is nowhere");
        Uri to = location.IsAbsoluteUri ? location : new Uri(from, location);
        string shown = to.GetLeftPart(UriPartial.Path);
        if (to.Scheme != Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttp)
            throw RegistryErrors.BadRedirect(from, shown, "which is no address of https");
        if (from.Scheme == Uri.UriSchemeHttps && to.Scheme == Uri.UriSchemeHttp)
            throw RegistryErrors.BadRedirect(from, shown, "from https to http");
        if (to.Scheme == Uri.UriSchemeHttp && !AllowsHttp(to))
            throw RegistryErrors.BadRedirect(from, shown, "where http is not allowed");
        return to;
    }

    /// <summary>Whether both are one server, to which the same credentials may go.</summary>
    public static bool IsSameServer(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase);
}
