using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Keeps what runs in a container in its job, to be received.</summary>
internal sealed class JobSink(ContainerJob job) : IScriptSink
{
    /// <summary>Whether it ended by an error of its own.</summary>
    public bool HasFailed { get; private set; }

    public void Output(PSObject? value) => job.Output.Add(value);

    public void Error(ErrorRecord error) => job.Error.Add(error);

    public void Failure(ErrorRecord error)
    {
        HasFailed = true;
        Error(error);
    }

    public void Record(object record)
    {
        switch (record)
        {
            case WarningRecord warning: job.Warning.Add(warning); break;
            case VerboseRecord verbose: job.Verbose.Add(verbose); break;
            case DebugRecord debug: job.Debug.Add(debug); break;
            case InformationRecord information: job.Information.Add(information); break;
            case ProgressRecord progress: job.Progress.Add(progress); break;
        }
    }

    /// <summary>Nothing comes any more.</summary>
    public void Complete()
    {
        job.Output.Complete();
        job.Error.Complete();
        job.Warning.Complete();
        job.Verbose.Complete();
        job.Debug.Complete();
        job.Information.Complete();
        job.Progress.Complete();
    }
}
