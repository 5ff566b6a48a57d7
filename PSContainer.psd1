@{
    RootModule           = 'PSContainer.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b1f6c0de-5c0a-4a6e-9d0b-7a1d3f2e8c11'
    Author               = 'PSContainer contributors'
    Description          = 'Runs commands in Linux containers from PowerShell, with no daemon, and hands back objects.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @(
        'Copy-ContainerItem'
        'Enter-Container'
        'Export-Container'
        'Export-ContainerImage'
        'Get-Container'
        'Get-ContainerEvent'
        'Get-ContainerImage'
        'Get-ContainerLog'
        'Get-ContainerProcess'
        'Get-ContainerVolume'
        'Import-ContainerImage'
        'Invoke-ContainerCommand'
        'Measure-Container'
        'New-Container'
        'New-ContainerImage'
        'New-ContainerMount'
        'New-ContainerSession'
        'New-ContainerVolume'
        'New-NamespacedProcess'
        'Remove-Container'
        'Remove-ContainerImage'
        'Remove-ContainerVolume'
        'Request-ContainerImage'
        'Restart-Container'
        'Resume-Container'
        'Send-ContainerImage'
        'Set-ContainerHostname'
        'Set-ContainerResource'
        'Start-Container'
        'Stop-Container'
        'Suspend-Container'
        'Test-ContainerHost'
        'Wait-Container'
    )
    FormatsToProcess     = @('PSContainer.Format.ps1xml', 'PSContainer.Image.Format.ps1xml', 'PSContainer.Volume.Format.ps1xml', 'ContainerLog.Format.ps1xml')
    TypesToProcess       = @('Container.Types.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
