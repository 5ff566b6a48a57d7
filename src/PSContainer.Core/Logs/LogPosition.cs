namespace PSContainer.Logs;

/// <summary>A place between two lines. Files are numbered and only added to, so later is later, whatever the clock says.</summary>
/// <param name="File">The number of the file; 0 before the first.</param>
/// <param name="Offset">In bytes.</param>
internal readonly record struct LogPosition(long File, long Offset)
{
    /// <summary>Whether this is behind another one.</summary>
    public bool IsAfter(LogPosition other) => File > other.File || (File == other.File && Offset > other.Offset);
}
