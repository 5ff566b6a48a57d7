using System.Management.Automation;

namespace PSContainer.Tests.Cmdlets;

/// <summary>What every refusal has.</summary>
internal static class RefusedCommand
{
    /// <summary>Holds an error to its id, its category and plain text.</summary>
    public static void Expect(ErrorRecord error, string id, ErrorCategory category, string command = "InvokeContainerCommandCommand")
    {
        Assert.Equal($"{id},PSContainer.Commands.{command}", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.DoesNotContain('\u001b', error.ToString());
    }
}
