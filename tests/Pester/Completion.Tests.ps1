BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
    $c = New-NamespacedProcess -Name "$prefix-one"

    function Get-Offer([string] $Line) {
        (TabExpansion2 $Line).CompletionMatches.CompletionText
    }
}

AfterAll {
    $c | Remove-Container -Force
}

Describe 'Tab' {
    It 'offers <offer> after <line>' -ForEach @(
        @{ line = 'Invoke-ContainerCommand -User nob'; offer = 'nobody' }
        @{ line = 'Invoke-ContainerCommand -Capability CAP_NET_B'; offer = 'CAP_NET_BIND_SERVICE' }
        @{ line = 'Invoke-ContainerCommand -SeccompProfile Unc'; offer = 'Unconfined' }
        @{ line = 'Invoke-ContainerCommand -Ulimit nof'; offer = 'nofile=' }
        @{ line = 'New-ContainerMount -Type tm'; offer = 'tmpfs' }
        @{ line = 'Stop-Container -Signal TER'; offer = 'TERM' }
        @{ line = 'Enter-Container -DetachKeys Ctrl+P'; offer = "'Ctrl+P,Ctrl+Q'" }
    ) {
        Get-Offer $line | Should -Contain $offer
    }

    It 'offers names and ids of containers' {
        Get-Offer "Get-Container $prefix" | Should -Be $c.Name
        Get-Offer "Get-Container -Id $($c.Id.Substring(0, 5))" | Should -Contain $c.Id.Substring(0, 12)
        Get-Offer "Get-Container -Id $($c.Id.Substring(0, 20))" | Should -Be $c.Id
    }

    It 'offers users and paths of a container' {
        Get-Offer "Invoke-ContainerCommand -Name $($c.Name) -User nob" | Should -Be nobody
        Get-Offer "Copy-ContainerItem -FromContainer $($c.Name) -Path /etc/pass" | Should -Contain /etc/passwd
    }
}
