using System.Xml;

namespace PSContainer.Help.Output;

/// <summary>Writes elements of MAML, Microsoft's assistance markup language, each by its prefix and name.</summary>
internal sealed class MamlWriter(XmlWriter xml) : IDisposable
{
    private static readonly Dictionary<string, string> s_namespaces = new()
    {
        ["maml"] = "http://schemas.microsoft.com/maml/2004/10",
        ["command"] = "http://schemas.microsoft.com/maml/dev/command/2004/10",
        ["dev"] = "http://schemas.microsoft.com/maml/dev/2004/10",
    };

    public void Begin()
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("helpItems", "http://msh");
        xml.WriteAttributeString("schema", "maml");
        foreach ((string prefix, string uri) in s_namespaces)
        {
            xml.WriteAttributeString("xmlns", prefix, null, uri);
        }
    }

    /// <summary>An element with what is written meanwhile inside.</summary>
    public void Element(string name, Action content, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        string[] parts = name.Split(':');
        xml.WriteStartElement(parts[0], parts[1], s_namespaces[parts[0]]);
        foreach ((string attribute, string value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }

        content();
        xml.WriteEndElement();
    }

    public void Text(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Element(name, () => xml.WriteString(text), attributes);

    /// <summary>An element of paragraphs.</summary>
    public void Paragraphs(string name, IEnumerable<string> paragraphs) => Element(name, () =>
    {
        foreach (string paragraph in paragraphs)
        {
            Text("maml:para", paragraph);
        }
    });

    public void Dispose() => xml.Dispose();
}
