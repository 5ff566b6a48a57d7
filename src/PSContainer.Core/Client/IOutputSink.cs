namespace PSContainer.Client;

/// <summary>Takes what a container writes, on the thread that pumps.</summary>
internal interface IOutputSink
{
    /// <summary>Bytes of standard output; valid during the call.</summary>
    void Output(ReadOnlySpan<byte> bytes);

    /// <summary>Bytes of standard error; valid during the call.</summary>
    void Error(ReadOnlySpan<byte> bytes);
}
