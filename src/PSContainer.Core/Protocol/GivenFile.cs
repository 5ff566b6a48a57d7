using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>
/// A file that a container is given, which its spec mounts: it lies in the container's folder of the state store, in memory and gone with the
/// container.
/// </summary>
/// <param name="Name">Its name there.</param>
/// <param name="HostFile">A file of the host that it begins with, from the host's root; null for none.</param>
/// <param name="Text">What it goes on with, on a line of its own.</param>
/// <param name="Owner">Whom it belongs to, by the number on the host; null for the caller.</param>
internal sealed record GivenFile(string Name, string? HostFile, string Text, uint? Owner)
{
    /// <summary>Where it lies.</summary>
    /// <param name="stateRoot">The state store's folder.</param>
    /// <param name="id">The container's id.</param>
    /// <param name="name">The file's name.</param>
    public static string PathOf(string stateRoot, string id, string name) => $"{stateRoot}/{id}/{name}";

    public static GivenFile Read(ref JsonCursor json)
    {
        string? name = null, hostFile = null, text = null;
        uint? owner = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> property))
        {
            switch (property)
            {
                case var _ when property.SequenceEqual("name"u8): name = json.String(); break;
                case var _ when property.SequenceEqual("hostFile"u8): hostFile = json.String(); break;
                case var _ when property.SequenceEqual("text"u8): text = json.String(); break;
                case var _ when property.SequenceEqual("owner"u8): owner = json.UInt32(); break;
                default: json.Skip(); break;
            }
        }

        return new GivenFile(json.Required(name, "name"), hostFile, json.Required(text, "text"), owner);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, Name);
        json.Optional("hostFile"u8, HostFile);
        json.WriteString("text"u8, Text);
        if (Owner is { } owner)
        {
            json.WriteNumber("owner"u8, owner);
        }

        json.WriteEndObject();
    }
}
