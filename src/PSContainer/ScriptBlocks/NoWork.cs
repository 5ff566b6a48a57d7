using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>What is done with input where nothing is to run, as with <c>-WhatIf</c>.</summary>
internal sealed class NoWork : IContainerWork
{
    public void Add(PSObject? input)
    {
    }

    public void Finish()
    {
    }

    public void Dispose()
    {
    }
}
