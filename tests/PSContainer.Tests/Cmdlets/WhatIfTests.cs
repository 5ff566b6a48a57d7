using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>-WhatIf, of each cmdlet that changes containers: it says what would be done, and nothing is.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class WhatIfTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly DirectoryInfo _folder = Directory.CreateDirectory($"/var/tmp/whatif-{Guid.NewGuid():N}");

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Invoke-ContainerCommand -Writable -WhatIf -- touch $Folder/made")]
    [InlineData("$c | Invoke-ContainerCommand -WhatIf -- hostname")]
    [InlineData("New-NamespacedProcess -Name $Name -WhatIf")]
    [InlineData("New-NamespacedProcess -RedirectStandardOutput $Folder/made -WhatIf -- echo x")]
    [InlineData("New-Container -Name $Name -WhatIf -- true")]
    [InlineData("$c | Set-ContainerHostname other -WhatIf")]
    [InlineData("$c | Stop-Container -WhatIf")]
    [InlineData("$c | Remove-Container -Force -WhatIf")]
    [InlineData("$c | Set-ContainerResource -PidsLimit 5 -WhatIf")]
    [InlineData("$c | Suspend-Container -WhatIf")]
    [InlineData("$waiting | Start-Container -WhatIf")]
    [InlineData("$c | Export-Container -Spec $Folder/made -WhatIf")]
    [InlineData("Copy-ContainerItem -FromContainer $c -Path /etc/passwd -Destination $Folder/made -WhatIf")]
    public void It_says_what_would_be_done_and_does_nothing(string command)
    {
        Rights.NeedRoot("reads the state of root's containers");
        EngineResult result = _engine.Run(
            $$"""
            param($Folder, $Name)
            function Get-Known { foreach ($one in $c, $waiting) { [IO.File]::ReadAllText("/run/pscontainer/$($one.Id)/state.json"); (Get-Container -Id $one.Id).Status } }
            $c = New-NamespacedProcess -Hostname web
            $waiting = New-Container -- true
            try {
                $known = (Get-Known) -join '|'
                $said = {{command}}
                (Get-Known) -join '|' -ceq $known
                $c | Invoke-ContainerCommand hostname
                @(Get-Container | & { process { if ($_.Name -eq $Name) { $_ } } }).Count
            }
            finally {
                $c, $waiting | Remove-Container -Force
            }
            """, _folder.FullName, LaunchedContainer.NewName()).ThrowOnErrors();
        Assert.Equal(["True", "web", "0"], result.Lines);
        Assert.Empty(_folder.GetFileSystemInfos());
        Assert.NotEmpty(result.HostText);
    }
}
