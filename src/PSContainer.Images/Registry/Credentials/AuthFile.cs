using System.Text;
using PSContainer.Json;

namespace PSContainer.Images.Registry;

/// <summary>A file of credentials: Docker's <c>config.json</c>, or containers' <c>auth.json</c>; see containers-auth.json(5).</summary>
internal sealed class AuthFile
{
    private const string ErrorId = "Registry.Credential.File";

    /// <summary>The credentials, by registry or by repository.</summary>
    public Dictionary<string, RegistryCredential> Credentials { get; private init; } = [];

    /// <summary>The helper of a registry.</summary>
    public Dictionary<string, string> Helpers { get; private init; } = [];

    /// <summary>The helper of all registries without one of their own, or null.</summary>
    public string? Store { get; private init; }

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="Errors.ContainerException"><c>Registry.Credential.File</c>.</exception>
    public static AuthFile Parse(ReadOnlySpan<byte> utf8, string path)
    {
        var json = new JsonCursor(utf8, path, ErrorId);
        var credentials = new Dictionary<string, RegistryCredential>();
        Dictionary<string, string>? helpers = null;
        string? store = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("auths"u8))
                ReadCredentials(ref json, credentials, path);
            else if (name.SequenceEqual("credHelpers"u8))
                helpers = json.Map();
            else if (name.SequenceEqual("credsStore"u8))
                store = json.String();
            else
                json.Skip();
        }

        json.End();
        return new AuthFile { Credentials = credentials, Helpers = helpers ?? [], Store = string.IsNullOrEmpty(store) ? null : store };
    }

    private static void ReadCredentials(ref JsonCursor json, Dictionary<string, RegistryCredential> credentials, string path)
    {
        json.BeginObject();
        while (json.NextEntry(out string key))
        {
            if (Credential(ref json, path) is { } credential)
                credentials[key] = credential;
        }
    }

    // An entry without any of these says that a helper has them.
    private static RegistryCredential? Credential(ref JsonCursor json, string path)
    {
        string? user = null, password = null, identity = null;
        (string User, string Password)? pair = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("auth"u8))
                pair = Decode(json.String(), path);
            else if (name.SequenceEqual("username"u8))
                user = json.String();
            else if (name.SequenceEqual("password"u8))
                password = json.String();
            else if (name.SequenceEqual("identitytoken"u8))
                identity = json.String();
            else
                json.Skip();
        }

        return !string.IsNullOrEmpty(identity) ? new RegistryCredential("", identity, IsIdentityToken: true)
            : pair is { } both ? new RegistryCredential(both.User, both.Password)
            : string.IsNullOrEmpty(user) || password is null ? null : new RegistryCredential(user, password);
    }

    // What is wrong is not shown: it may be a password.
    private static (string User, string Password)? Decode(string text, string path)
    {
        byte[] bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out int length))
            throw RegistryErrors.BadCredentialFile(path);
        string pair = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0');
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (pair[..colon], pair[(colon + 1)..]) : null;
    }
}
