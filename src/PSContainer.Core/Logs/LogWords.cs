namespace PSContainer.Logs;

/// <summary>What the streams are called in a log's files.</summary>
internal static class LogWords
{
    public static ReadOnlySpan<byte> Of(ContainerLogSource stream) => stream switch
    {
        ContainerLogSource.Output => "stdout"u8,
        ContainerLogSource.Error => "stderr"u8,
        _ => "monitor"u8,
    };

    /// <summary>The stream of a word; null for one that is not known.</summary>
    public static ContainerLogSource? Find(ReadOnlySpan<byte> word) => word switch
    {
        var _ when word.SequenceEqual("stdout"u8) => ContainerLogSource.Output,
        var _ when word.SequenceEqual("stderr"u8) => ContainerLogSource.Error,
        var _ when word.SequenceEqual("monitor"u8) => ContainerLogSource.Monitor,
        _ => null,
    };
}
