BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
    $prefix = New-TestName
}

AfterAll {
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'Remove-Container' {
    AfterEach {
        Get-Container "$prefix-*" | Remove-Container -Force
    }

    It 'removes one that has ended, and frees its name' {
        New-NamespacedProcess -Name "$prefix-one" true | Wait-Container | Remove-Container
        Get-Container "$prefix-*" | Should -BeNullOrEmpty
        (New-NamespacedProcess -Name "$prefix-one").Name | Should -Be "$prefix-one"
    }

    It 'leaves one that runs, and says what to do' {
        $container = New-NamespacedProcess -Name "$prefix-one"
        { $container | Remove-Container -ErrorAction Stop } | Should -Throw '*-Force*' -ErrorId 'Container.Running,*'
        (Get-Container "$prefix-one").Status | Should -Be 'Running'
        $container | Remove-Container -Force
        Get-Container "$prefix-*" | Should -BeNullOrEmpty
    }

    It 'does not mind one that is gone already' {
        $container = New-NamespacedProcess -Name "$prefix-one"
        1..3 | ForEach-Object { $container | Remove-Container -Force -ErrorAction Stop }
    }

    It 'only says what it would do with -WhatIf' {
        $null = New-NamespacedProcess -Name "$prefix-one"
        Remove-Container "$prefix-one" -Force -WhatIf
        (Get-Container "$prefix-one").Status | Should -Be 'Running'
    }

    It 'clears one whose record is spoilt' {
        $container = New-NamespacedProcess -Name "$prefix-one"
        $folder = Get-Item "/run/pscontainer/$($container.Id)", "$env:XDG_RUNTIME_DIR/pscontainer/$($container.Id)" -ErrorAction Ignore | Select-Object -First 1
        Set-Content "$folder/state.json" '{"ociVersion":'
        { Remove-Container -Id $container.Id -ErrorAction Stop } | Should -Throw -ErrorId 'Container.Owned,*'
        Remove-Container -Id $container.Id -Force
        Test-Path $folder | Should -BeFalse
    }

    It 'ends the pipeline of the read-me' {
        1..3 | ForEach-Object { $null = New-NamespacedProcess -Name "$prefix-$_" }
        Get-Container "$prefix-*" | Where-Object Status -EQ Running | Stop-Container -PassThru | Remove-Container
        Get-Container "$prefix-*" | Should -BeNullOrEmpty
    }
}
