using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>A runtime spec that somebody wrote: the text, what it says, and the folder that its relative paths begin in.</summary>
internal sealed class SpecDocument
{
    private const string FileName = "config.json";

    private SpecDocument(byte[] text, string folder, string subject)
    {
        Text = text;
        Folder = folder;
        Spec = RuntimeSpecReader.Read(text, subject);
        SpecDefaults.Complete(Spec);
        RuntimeSpecValidator.Validate(Spec);
    }

    /// <summary>The document, byte for byte.</summary>
    public byte[] Text { get; }

    /// <summary>The bundle's folder.</summary>
    public string Folder { get; }

    /// <summary>What the document says, and what it leaves open as other runtimes fill it.</summary>
    public RuntimeSpec Spec { get; }

    /// <summary>Reads the spec of a bundle.</summary>
    /// <param name="folder">The bundle: a folder with a <c>config.json</c>.</param>
    /// <exception cref="ContainerException"><c>Bundle.NotFound</c>, <c>Spec.…</c></exception>
    public static SpecDocument OfBundle(string folder) => Directory.Exists(folder)
        ? OfFile(Path.Combine(folder, FileName))
        : throw new ContainerException(
            "Bundle.NotFound", ErrorKind.NotFound, $"The bundle '{folder}' is not a folder.", folder, "Give a folder with a config.json and a root file system.");

    /// <summary>Reads a spec from a file; relative paths in it begin in the file's folder.</summary>
    /// <exception cref="ContainerException"><c>Spec.CannotRead</c>, <c>Spec.…</c></exception>
    public static SpecDocument OfFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            var text = new byte[RuntimeSpecReader.MaxBytes + 1];
            int length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return new SpecDocument(text[..length], Path.GetDirectoryName(path)!, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(
                "Spec.CannotRead", error is FileNotFoundException or DirectoryNotFoundException ? ErrorKind.NotFound : ErrorKind.PermissionDenied,
                $"The spec '{path}' cannot be read: {error.Message}", path, "Give a bundle's folder, or the path of a runtime spec.", error);
        }
    }

    /// <summary>Reads a spec that is no file.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="folder">The folder that relative paths in it begin in.</param>
    /// <exception cref="ContainerException"><c>Spec.…</c></exception>
    public static SpecDocument OfText(byte[] text, string folder) => new(text, folder, "The spec");
}
