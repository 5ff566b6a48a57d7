using System.Text.Json;
using PSContainer.Json;

namespace PSContainer.Protocol;

/// <summary>Changes the names of a container that runs.</summary>
internal sealed class HostnameRequest
{
    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>The folder of the state store.</summary>
    public required string StateRoot { get; init; }

    /// <summary>The new host name, or null to leave it.</summary>
    public string? HostName { get; init; }

    /// <summary>The new NIS domain name, or null to leave it.</summary>
    public string? DomainName { get; init; }

    public static HostnameRequest Read(ref JsonCursor json)
    {
        string? id = null, stateRoot = null, hostName = null, domainName = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("id"u8): id = json.String(); break;
                case var _ when name.SequenceEqual("stateRoot"u8): stateRoot = json.String(); break;
                case var _ when name.SequenceEqual("hostName"u8): hostName = json.String(); break;
                case var _ when name.SequenceEqual("domainName"u8): domainName = json.String(); break;
                default: json.Skip(); break;
            }
        }

        return new HostnameRequest
        {
            Id = json.Required(id, "id"), StateRoot = json.Required(stateRoot, "stateRoot"), HostName = hostName, DomainName = domainName,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id"u8, Id);
        json.WriteString("stateRoot"u8, StateRoot);
        json.WriteString("hostName"u8, HostName);
        json.WriteString("domainName"u8, DomainName);
    }
}
