# Docker's words for PSContainer's cmdlets. The parameters are the cmdlets' own.
$words = @{
    'docker-attach' = 'Enter-Container'; 'docker-commit' = 'New-ContainerImage'; 'docker-cp' = 'Copy-ContainerItem'
    'docker-create' = 'New-Container'; 'docker-events' = 'Get-ContainerEvent'; 'docker-exec' = 'Invoke-ContainerCommand'
    'docker-images' = 'Get-ContainerImage'; 'docker-import' = 'Import-ContainerImage'; 'docker-info' = 'Test-ContainerHost'
    'docker-inspect' = 'Get-Container'; 'docker-kill' = 'Stop-Container'; 'docker-load' = 'Import-ContainerImage'
    'docker-logs' = 'Get-ContainerLog'; 'docker-pause' = 'Suspend-Container'; 'docker-ps' = 'Get-Container'
    'docker-pull' = 'Request-ContainerImage'; 'docker-push' = 'Send-ContainerImage'; 'docker-restart' = 'Restart-Container'
    'docker-rm' = 'Remove-Container'; 'docker-rmi' = 'Remove-ContainerImage'; 'docker-run' = 'Invoke-ContainerCommand'
    'docker-save' = 'Export-ContainerImage'; 'docker-start' = 'Start-Container'; 'docker-stats' = 'Measure-Container'
    'docker-stop' = 'Stop-Container'; 'docker-top' = 'Get-ContainerProcess'; 'docker-unpause' = 'Resume-Container'
    'docker-update' = 'Set-ContainerResource'; 'docker-volume-create' = 'New-ContainerVolume'
    'docker-volume-ls' = 'Get-ContainerVolume'; 'docker-volume-rm' = 'Remove-ContainerVolume'; 'docker-wait' = 'Wait-Container'
}

foreach ($word in $words.Keys) { Set-Alias -Name $word -Value $words[$word] }
Export-ModuleMember -Alias @($words.Keys)
