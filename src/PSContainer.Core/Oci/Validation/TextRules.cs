using PSContainer.Errors;

namespace PSContainer.Oci;

/// <summary>Rules for text that goes to the kernel.</summary>
internal static class TextRules
{
    // PATH_MAX of linux/limits.h counts the NUL at the end.
    private const int MaxPathLength = 4095;

    /// <summary>Text without a NUL character, behind which the kernel would see nothing.</summary>
    public static void Check(string? text, SpecPath path)
    {
        if (text is not null && text.Contains('\0', StringComparison.Ordinal))
            throw SpecError.At("NulCharacter", path, "contains a NUL character, and the kernel would see only what is before it");
    }

    /// <summary>As <see cref="Check"/>, for each item of a list.</summary>
    public static void CheckAll(List<string>? texts, SpecPath path)
    {
        for (int i = 0; i < (texts?.Count ?? 0); i++)
        {
            if (texts![i] is not { } text)
                throw SpecError.At("Null", $"{path}[{i}]", "is null");
            if (text.Contains('\0', StringComparison.Ordinal))
                Check(text, $"{path}[{i}]");
        }
    }

    /// <summary>Why a text is no absolute path, or null.</summary>
    public static string? AbsoluteProblem(string? text) =>
        string.IsNullOrEmpty(text) ? "is empty"
        : text[0] != '/' ? $"is '{Json.JsonText.Show(text)}', which is no absolute path"
        : PathProblem(text);

    /// <summary>Why a text is no path, or null.</summary>
    public static string? PathProblem(string text) =>
        text.Length == 0 ? "is empty"
        : text.Contains('\0', StringComparison.Ordinal) ? "contains a NUL character"
        : text.Length > MaxPathLength ? $"is longer than {MaxPathLength} characters"
        : null;

    /// <summary>Entries <c>NAME=value</c>, with a name.</summary>
    public static void CheckEnvironment(List<string>? entries, string path)
    {
        CheckAll(entries, path);
        for (int i = 0; i < (entries?.Count ?? 0); i++)
        {
            if (entries![i].IndexOf('=', StringComparison.Ordinal) < 1)
                throw NoEntry(entries[i], $"{path}[{i}]");
        }
    }

    private static ContainerException NoEntry(string entry, string path) =>
        SpecError.At("EnvInvalid", path, $"is '{Json.JsonText.Show(entry)}', and an environment variable is written NAME=value");
}
