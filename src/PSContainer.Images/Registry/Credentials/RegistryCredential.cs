using System.Text;

namespace PSContainer.Images.Registry;

/// <summary>Who asks: a user with a password, or the bearer of an identity token.</summary>
/// <param name="UserName">The user's name; empty with an identity token.</param>
/// <param name="Secret">The password or the token.</param>
/// <param name="IsIdentityToken">Whether the secret is a token that is exchanged for others (OAuth 2's refresh token).</param>
internal sealed record RegistryCredential(string UserName, string Secret, bool IsIdentityToken = false)
{
    /// <summary>The value of a header for basic authentication; see RFC 7617.</summary>
    public string Basic => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Secret}"));

    /// <summary>The user, never the secret.</summary>
    public override string ToString() => IsIdentityToken ? "identity token" : UserName;
}
