namespace PSContainer.Protocol;

/// <summary>How a container's labels stand among the annotations of its spec.</summary>
internal static class LabelAnnotation
{
    /// <summary>What a label's name begins with as an annotation.</summary>
    public const string Prefix = "io.pscontainer.label.";
}
