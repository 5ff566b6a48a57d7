namespace PSContainer.Commands;

/// <summary>
/// Says to the next command of a pipeline, which reads the bytes of the one before it past the pipeline, that it is time to start, or
/// to look what it has written.
/// </summary>
internal sealed class PipelineSignal
{
    public static readonly PipelineSignal Instance = new();

    private PipelineSignal()
    {
    }
}
