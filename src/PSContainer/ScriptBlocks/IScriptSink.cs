using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Takes what a script block in a container writes; always on one thread.</summary>
internal interface IScriptSink
{
    /// <summary>An object of the output.</summary>
    void Output(PSObject? value);

    /// <summary>An error that ends nothing.</summary>
    void Error(ErrorRecord error);

    /// <summary>An error that ended a script block, or its session.</summary>
    void Failure(ErrorRecord error);

    /// <summary>A record of the other streams: warning, verbose, debug, information, progress.</summary>
    void Record(object record);
}
