namespace PSContainer.Launcher.CommandLine;

/// <summary>One command: what it is called, what it takes, what it does.</summary>
internal abstract class Command
{
    /// <summary>The word on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in one line.</summary>
    public abstract string Summary { get; }

    /// <summary>How help writes what comes after the options.</summary>
    public virtual string Operands => "CONTAINER";

    /// <summary>How few and how many operands it takes.</summary>
    public virtual (int Least, int Most) OperandCount => (1, 1);

    /// <summary>Its options.</summary>
    public virtual CommandOption[] Options => [];

    /// <summary>After how many operands the rest belongs to another program.</summary>
    public virtual int OperandsBeforeEnd => int.MaxValue;

    /// <summary>The exit code of a failure.</summary>
    public virtual int FailureCode => 1;

    /// <summary>Whether it puts a process into a container.</summary>
    public virtual bool Enters => false;

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public abstract int Run(CommandCall call);
}

/// <summary>One call of a command.</summary>
/// <param name="Global">The options before it.</param>
/// <param name="Operands">What it is to work on.</param>
/// <param name="Log">Where to tell of warnings.</param>
internal sealed record CommandCall(GlobalOptions Global, IReadOnlyList<string> Operands, ErrorLog Log)
{
    /// <summary>The container's id, where it comes first.</summary>
    public string Id => Operands[0];
}
