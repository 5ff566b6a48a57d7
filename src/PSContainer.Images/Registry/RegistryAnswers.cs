using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Images.Registry;

/// <summary>Reads the small documents with which registries answer.</summary>
internal static class RegistryAnswers
{
    private const string ErrorId = "Registry.Answer";

    /// <summary>The tags in a list of tags.</summary>
    /// <exception cref="ContainerException"><c>Registry.Answer</c>.</exception>
    public static List<string> Tags(ReadOnlySpan<byte> utf8, string subject)
    {
        var json = new JsonCursor(utf8, $"The list of tags of {subject}", ErrorId);
        List<string> tags = [];
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("tags"u8))
                tags = json.Strings();
            else
                json.Skip();
        }

        json.End();
        return tags;
    }

    /// <summary>The first message in a document of errors; null for any other document.</summary>
    public static string? Problem(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new JsonCursor(utf8, "The answer", ErrorId);
            string? problem = null;
            json.BeginObject();
            while (json.NextProperty(out ReadOnlySpan<byte> name))
            {
                if (name.SequenceEqual("errors"u8) && json.IsArray)
                    problem = json.List(Message).Find(static message => message.Length > 0);
                else
                    json.Skip();
            }

            return problem is null ? null : ImageErrors.Show(problem);
        }
        catch (ContainerException)
        {
            return null;
        }
    }

    private static string Message(ref JsonCursor json)
    {
        string? code = null, message = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("code"u8))
                code = json.String();
            else if (name.SequenceEqual("message"u8))
                message = json.String();
            else
                json.Skip();
        }

        return string.IsNullOrEmpty(message) ? code ?? "" : message;
    }
}
