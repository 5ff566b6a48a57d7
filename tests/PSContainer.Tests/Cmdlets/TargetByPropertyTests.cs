using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Any object with a name or an id tells a cmdlet which container is meant.</summary>
public sealed class TargetByPropertyTests
{
    [Theory]
    [InlineData("[pscustomobject] @{ Name = $Name }")]
    [InlineData("[pscustomobject] @{ Id = $Id }")]
    [InlineData("[pscustomobject] @{ Id = $Id; Name = $Name }")]
    public void A_container_is_found_by_the_properties_of_what_is_piped(string piped)
    {
        using var engine = new PowerShellEngine();
        using var container = LaunchedContainer.Idle();
        string script = $"param($Id, $Name) {piped} | Set-ContainerHostname new -PassThru | ForEach-Object Id; {piped} | Stop-Container -PassThru | ForEach-Object Id";
        string name = container.State.Name ?? container.Id[..12];
        Assert.Equal([container.Id, container.Id], engine.Run(script, container.Id, name).ThrowOnErrors().Lines);
    }
}
