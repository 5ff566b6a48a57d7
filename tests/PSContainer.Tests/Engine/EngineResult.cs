using System.Management.Automation;

namespace PSContainer.Tests.Engine;

/// <summary>Everything that a script wrote, by stream, and how it ended.</summary>
public sealed record EngineResult
{
    public required IReadOnlyList<PSObject?> Output { get; init; }

    /// <summary>The errors that did not end the script.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>The error that did, if one did.</summary>
    public required ErrorRecord? TerminatingError { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<string> Debug { get; init; }

    public required IReadOnlyList<string> Information { get; init; }

    /// <summary>What reached the console past the streams: <c>-WhatIf</c>, questions, warnings.</summary>
    public required string HostText { get; init; }

    /// <summary><c>$LASTEXITCODE</c>; null when nothing set it.</summary>
    public required int? ExitCode { get; init; }

    /// <summary><c>$?</c> after the last statement.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Ended by Ctrl+C.</summary>
    public required bool Stopped { get; init; }

    public IReadOnlyList<string> Lines => [.. Output.Select(o => o?.ToString() ?? "")];

    public string Text => string.Join('\n', Lines);

    public IReadOnlyList<ErrorRecord> AllErrors => TerminatingError is null ? Errors : [.. Errors, TerminatingError];

    /// <summary>The one error there was, ending or not.</summary>
    public ErrorRecord OnlyError()
    {
        Assert.True(AllErrors.Count == 1, $"Expected one error, but there were {AllErrors.Count}: {ErrorText}\nOutput: {Text}");
        return AllErrors[0];
    }

    /// <summary>The one object that came out, as what it is in .NET.</summary>
    public T Only<T>()
    {
        ThrowOnErrors();
        Assert.True(Output.Count == 1, $"Expected one object, but there were {Output.Count}: {Text}");
        return Assert.IsType<T>(Output[0]!.BaseObject, exactMatch: false);
    }

    /// <summary>Fails the test with the errors' text, if there was one.</summary>
    public EngineResult ThrowOnErrors()
    {
        Assert.True(AllErrors.Count == 0, $"The script failed: {ErrorText}\nOutput: {Text}");
        return this;
    }

    private string ErrorText => string.Join('\n', AllErrors.Select(e => $"{e.FullyQualifiedErrorId}: {e}"));
}
