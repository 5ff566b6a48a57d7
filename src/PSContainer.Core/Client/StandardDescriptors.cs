namespace PSContainer.Client;

/// <summary>What a process gets as its standard input, output and error.</summary>
/// <param name="Input">A descriptor open for reading.</param>
/// <param name="Output">A descriptor open for writing.</param>
/// <param name="Error">A descriptor open for writing.</param>
/// <param name="Console">For a process with a terminal, a socket that takes the terminal's other end; else -1.</param>
internal readonly record struct StandardDescriptors(int Input, int Output, int Error, int Console = -1);
