using System.ComponentModel;
using System.Text;
using PSContainer.Errors;

namespace PSContainer.Images.Registry;

internal static partial class RegistryErrors
{
    public static ContainerException NameUnknown(string host, Exception inner) => new(
        "Registry.NameResolution", ErrorKind.NotFound, $"There is no host '{host}': its name has no address.", host,
        "Look at the registry's name, and at the network.", inner);

    public static ContainerException Unreachable(string host, Exception inner) => new(
        "Registry.Unreachable", ErrorKind.OperationFailed, $"No connection to '{host}': {Reason(inner)}.", host,
        "See that the registry runs and that it is reached from here; https_proxy and no_proxy name the way.", inner);

    public static ContainerException Certificate(string host, string problem, Exception inner) => new(
        "Registry.Certificate", ErrorKind.PermissionDenied, $"The certificate of '{host}' is not trusted: {problem}.", host,
        $"If the registry is your own, give its authority with -CertificateAuthority, or lay it in /etc/containers/certs.d/{host}/ca.crt.", inner);

    public static ContainerException NoTls(string host, bool isLoopback, Exception inner) => new(
        "Registry.NoTls", ErrorKind.PermissionDenied, $"'{host}' does not speak TLS; http, which anybody on the way may read and change, is not used unasked.", host,
        isLoopback ? "If this is meant, add -AllowInsecure." : $"If this is meant, add -InsecureRegistry {host}.", inner);

    public static ContainerException Broken(string host, Exception inner) => new(
        "Registry.Connection", ErrorKind.OperationFailed, $"The connection to '{host}' broke, however often it was made: {Reason(inner)}.", host, null, inner);

    public static ContainerException BadRedirect(Uri from, string to, string problem) => new(
        "Registry.Redirect", ErrorKind.PermissionDenied, $"'{from.Authority}' leads to '{ImageErrors.Show(to)}', {problem}.", to,
        "The registry is broken or hostile; nothing was fetched from there.");

    public static ContainerException BadRealm(string host, string? realm) => new(
        "Registry.Realm", ErrorKind.PermissionDenied, $"'{host}' asks to send credentials to '{ImageErrors.Show(realm)}', which is not done.", host,
        "A token is only fetched over https, or from where http is allowed.");

    public static ContainerException BadToken(string host, string problem) => new(
        "Registry.Token", ErrorKind.InvalidData, $"The token server '{host}' {problem}.", host);

    public static ContainerException UnknownChallenge(string host, IEnumerable<string> schemes) => new(
        "Registry.Challenge", ErrorKind.NotSupported,
        $"'{host}' wants to be told who asks in a way that is not known: '{ImageErrors.Show(string.Join(", ", schemes))}'.", host,
        "Basic and Bearer are.");

    public static ContainerException BadCertificateFile(string path, string problem, Exception? inner = null) => new(
        "Registry.CertificateAuthority", ErrorKind.InvalidArgument, $"'{path}' cannot be used as a certificate authority: {problem}.", path,
        "Give a file of certificates in PEM.", inner);

    public static ContainerException CannotReadCredentials(string path, Exception inner) => new(
        "Registry.Credential.File", ErrorKind.InvalidState, $"The credentials in '{path}' cannot be read: {inner.Message}", path,
        "Make it readable, or let REGISTRY_AUTH_FILE name another.", inner);

    public static ContainerException BadCredentialFile(string path) => new(
        "Registry.Credential.File", ErrorKind.InvalidData, $"In '{path}' is an \"auth\" that is not a user and a password in base64.", path,
        "Log in again with 'podman login' or 'docker login'.");

    public static ContainerException NoHelper(string name) => new(
        "Registry.Credential.Helper", ErrorKind.NotFound, $"There is no program 'docker-credential-{ImageErrors.Show(name)}' in PATH, which the configuration names.",
        name, "Install it, take it out of config.json, or give -Credential.");

    public static ContainerException HelperCannotStart(string name, string program, Win32Exception inner) => new(
        "Registry.Credential.Helper", ErrorKind.OperationFailed, $"The credential helper '{program}' cannot be started: {inner.Message}.", name, null, inner);

    public static ContainerException HelperFailed(string name, ReadOnlySpan<byte> answer) => new(
        "Registry.Credential.Helper", ErrorKind.OperationFailed,
        $"The credential helper 'docker-credential-{name}' failed: {ImageErrors.Show(Encoding.UTF8.GetString(answer).Trim())}.", name,
        "Mend it, take it out of config.json, or give -Credential.");

    public static ContainerException HelperHangs(string name, TimeSpan limit) => new(
        "Registry.Credential.Helper", ErrorKind.TimedOut, $"The credential helper 'docker-credential-{name}' gave no answer within {limit.TotalSeconds:0} s.", name,
        "Mend it, take it out of config.json, or give -Credential.");

    private static string Reason(Exception error)
    {
        Exception cause = error.GetBaseException();
        return cause.Message.TrimEnd('.');
    }
}
