BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
}

Describe 'Wait-Container' {
    AfterEach {
        Get-Container "$prefix-*" | Remove-Container -Force
    }

    It 'gives the exit code' {
        $container = New-NamespacedProcess -Name "$prefix-one" -- sh -c 'sleep 0.2; exit 5'
        ($container | Wait-Container).ExitCode | Should -Be 5
        ($container | Wait-Container).ExitCode | Should -Be 5
    }

    It 'gives each when it ends' {
        $slow = New-NamespacedProcess -Name "$prefix-slow" sleep 1.5
        $quick = New-NamespacedProcess -Name "$prefix-quick" sleep 0.3
        ($slow, $quick | Wait-Container).Name | Should -Be @("$prefix-quick", "$prefix-slow")
    }

    It 'gives the first only with -Any' {
        $slow = New-NamespacedProcess -Name "$prefix-slow" sleep 1000
        $quick = New-NamespacedProcess -Name "$prefix-quick" sleep 0.3
        ($slow, $quick | Wait-Container -Any).Name | Should -Be "$prefix-quick"
        (Get-Container "$prefix-slow").Status | Should -Be 'Running'
    }

    It 'says which are left when the time is up' {
        1..2 | ForEach-Object { $null = New-NamespacedProcess -Name "$prefix-$_" }
        Wait-Container "$prefix-*" -Timeout 0.2 -ErrorAction SilentlyContinue -ErrorVariable left | Should -BeNullOrEmpty
        $left.Count | Should -Be 2
        $left.CategoryInfo.Category | Should -Be @('OperationTimeout', 'OperationTimeout')
        $left.TargetObject.Name | Sort-Object | Should -Be @("$prefix-1", "$prefix-2")
    }
}
