using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using PSContainer.Errors;

namespace PSContainer.Commands;

/// <summary>What a script block takes from its caller with <c>$using:</c>, in the form in which PowerShell sends it along.</summary>
internal static class UsingValues
{
    /// <summary>Reads the values in the cmdlet's scope.</summary>
    /// <exception cref="ContainerException"><c>ScriptBlock.UsingUndefined</c>: there is no such variable.</exception>
    public static Dictionary<string, object?> Read(ScriptBlock block, PSCmdlet cmdlet)
    {
        var values = new Dictionary<string, object?>();
        foreach (UsingExpressionAst expression in block.Ast.FindAll(static node => node is UsingExpressionAst, searchNestedScriptBlocks: true).Cast<UsingExpressionAst>())
        {
            values.TryAdd(Key(expression), Value(expression.SubExpression, cmdlet));
        }

        return values;
    }

    // As the engine on the other side looks it up: a variable's name is the same in either case, an index need not be.
    private static string Key(UsingExpressionAst expression)
    {
        string text = expression.ToString();
        return Convert.ToBase64String(Encoding.Unicode.GetBytes(expression.SubExpression is VariableExpressionAst ? text.ToLowerInvariant() : text));
    }

    private static object? Value(ExpressionAst expression, PSCmdlet cmdlet)
    {
        if (expression is not VariableExpressionAst variable)
        {
            // The parser lets nothing else through than members and constant indices of a variable.
            string text = expression.Extent.Text.Replace("$using:", "$", StringComparison.OrdinalIgnoreCase).Replace("${using:", "${", StringComparison.OrdinalIgnoreCase);
            return cmdlet.InvokeCommand.NewScriptBlock(text).InvokeReturnAsIs();
        }

        string name = variable.VariablePath.UserPath;
        return variable.VariablePath.IsDriveQualified
            ? cmdlet.GetVariableValue(name)
            : (cmdlet.SessionState.PSVariable.Get(name) ?? throw new ContainerException(
                "ScriptBlock.UsingUndefined", ErrorKind.InvalidArgument, $"The script block says $using:{name}, and there is no variable ${name}.", name,
                "Set it before the call.")).Value;
    }
}
