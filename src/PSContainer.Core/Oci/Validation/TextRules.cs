using System.Buffers;
using System.Text;
using PSContainer.Errors;

namespace PSContainer.Oci;

/// <summary>Rules for text that goes to the kernel.</summary>
internal static class TextRules
{
    // PATH_MAX of linux/limits.h counts the NUL at the end.
    private const int MaxPathLength = 4095;

    /// <summary>Text that reaches the kernel as it is.</summary>
    public static void Check(string? text, SpecPath path)
    {
        if (text is not null && Problem(text) is { } problem)
            throw SpecError.At("TextInvalid", path, problem);
    }

    /// <summary>Why a text cannot be handed to the kernel, or null.</summary>
    public static string? Problem(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange('\u0001', '\uD7FF') ? null
        : text.Contains('\0', StringComparison.Ordinal) ? "contains a NUL character, and the kernel would see only what is before it"
        : IsUnicode(text) ? null
        : "contains half a surrogate pair, which cannot be written as UTF-8";

    private static bool IsUnicode(string text)
    {
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int length) != OperationStatus.Done)
                return false;
            rest = rest[length..];
        }

        return true;
    }

    /// <summary>As <see cref="Check"/>, for each item of a list.</summary>
    public static void CheckAll(List<string>? texts, SpecPath path)
    {
        for (int i = 0; i < (texts?.Count ?? 0); i++)
        {
            if (texts![i] is not { } text)
                throw SpecError.At("Null", $"{path}[{i}]", "is null");
            if (Problem(text) is not null)
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
        : Problem(text) is { } problem ? problem
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
