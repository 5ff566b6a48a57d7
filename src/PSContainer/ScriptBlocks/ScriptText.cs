using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSContainer.Commands;

/// <summary>What runs in the container for a script block.</summary>
internal static class ScriptText
{
    /// <summary>Once, with all input as <c>$input</c>; a block that is one pipeline and does not say <c>$input</c> gets it piped in, as with Invoke-Command.</summary>
    public static string Once(ScriptBlock block, bool hasInput) =>
        hasInput && block.Ast is ScriptBlockAst ast && Pipeline(ast) is { } pipeline && !SaysInput(ast)
            ? $"{ast.ParamBlock}$input |{pipeline}"
            : block.ToString();

    /// <summary>Once an input object, which is <c>$_</c> there. What the user wrote begins on the first line, so that positions are right.</summary>
    public static string PerInput(ScriptBlock block) => block.Ast is ScriptBlockAst ast && (ast.ProcessBlock is not null || SaysInput(ast))
        ? $"$input | & {{ {block}\n}} @args"
        : $"$input | & {{ process {{ & {{ {block}\n}} @args }} }} @args";

    private static PipelineAst? Pipeline(ScriptBlockAst ast) =>
        ast is { BeginBlock: null, ProcessBlock: null, DynamicParamBlock: null, EndBlock: { Traps: null or { Count: 0 }, Statements: { Count: 1 } statements } }
        && statements[0] is PipelineAst { PipelineElements: [CommandAst, ..] } pipeline
            ? pipeline
            : null;

    private static bool SaysInput(ScriptBlockAst ast) => ast.Find(
        static node => node is VariableExpressionAst { VariablePath.UserPath: var name } && name.Equals("input", StringComparison.OrdinalIgnoreCase),
        searchNestedScriptBlocks: false) is not null;
}
