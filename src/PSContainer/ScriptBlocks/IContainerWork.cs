using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Something that runs in containers, takes objects, and comes to an end; used on one thread.</summary>
internal interface IContainerWork : IDisposable
{
    /// <summary>Hands over one object; waits while too much is under way.</summary>
    void Add(PSObject? input);

    /// <summary>Waits for the end, after the last object.</summary>
    void Finish();
}
