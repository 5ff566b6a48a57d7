namespace PSContainer.Commands;

/// <summary>As what a command's standard output goes down the pipeline.</summary>
internal enum OutputForm
{
    /// <summary>Text, line by line.</summary>
    Lines,

    /// <summary>Arrays of bytes, as they were written.</summary>
    Bytes,

    /// <summary>Not at all: the next command's standard input is the same pipe.</summary>
    Pipe,
}
