using PSContainer.Client;

namespace PSContainer.Images;

/// <summary>Hands bytes, as they come, to an import that reads them on a thread of its own.</summary>
internal sealed class ImportPipe : IDisposable
{
    private readonly PipePair _pipe = PipePair.Create();
    private readonly FileStream _writer;
    private readonly Task<IReadOnlyList<ContainerImage>> _import;

    /// <summary>Begins the import.</summary>
    public ImportPipe(Func<Stream, IReadOnlyList<ContainerImage>> import)
    {
        _writer = new FileStream(_pipe.Write, FileAccess.Write, bufferSize: 0);
        var reader = new FileStream(_pipe.Read, FileAccess.Read, bufferSize: 0);
        _import = Task.Factory.StartNew(
            () =>
            {
                using (reader)
                    return import(reader);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits until the import has taken these bytes, or has enough.</summary>
    /// <exception cref="Errors.ContainerException">The import's failure.</exception>
    public void Write(byte[] bytes)
    {
        try
        {
            _writer.Write(bytes);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The import has ended before its input: if it failed, it says why. What follows an archive's end is of no interest.
            _import.GetAwaiter().GetResult();
        }
    }

    /// <summary>Says that there is no more. May be called from any thread.</summary>
    public void Close() => _writer.Dispose();

    /// <summary>Says that there is no more, and waits for the images.</summary>
    public IReadOnlyList<ContainerImage> Finish()
    {
        Close();
        return _import.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        ((IAsyncResult)_import).AsyncWaitHandle.WaitOne();
        _pipe.Dispose();
    }
}
