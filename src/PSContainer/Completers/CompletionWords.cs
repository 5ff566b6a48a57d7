using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Turns words and their explanations into what Tab offers.</summary>
internal static class CompletionWords
{
    /// <summary>Those words that begin with what was typed, quoted where PowerShell's parser asks for it.</summary>
    public static IEnumerable<CompletionResult> Complete(string typed, IEnumerable<(string Word, string ToolTip)> words)
    {
        string prefix = typed.Trim('\'', '"');
        return
            from item in words
            where item.Word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            orderby item.Word
            select new CompletionResult(Quote(item.Word), item.Word, CompletionResultType.ParameterValue, item.ToolTip);
    }

    private static string Quote(string word) =>
        word.All(static c => char.IsLetterOrDigit(c) || "_-.+/=:".Contains(c, StringComparison.Ordinal)) && !word.StartsWith('-')
            ? word
            : "'" + word.Replace("'", "''", StringComparison.Ordinal) + "'";
}
