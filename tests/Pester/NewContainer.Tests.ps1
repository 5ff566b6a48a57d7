BeforeDiscovery {
    $isRoot = [Environment]::UserName -eq 'root'
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
}

Describe 'New-Container and Start-Container' -Skip:(-not $isRoot) {
    AfterEach {
        Get-Container "$prefix-*" | Remove-Container -Force
    }

    It 'makes a container whose command waits' {
        $c = New-Container -Name "$prefix-one" -- sh -c 'exit 7'
        $c.Status | Should -Be Created
        $c | Invoke-ContainerCommand echo inside | Should -Be inside
        $c | Start-Container
        ($c | Wait-Container).ExitCode | Should -Be 7
    }

    It 'starts all that wait' {
        1..3 | ForEach-Object { $null = New-Container -Name "$prefix-$_" sleep 1000 }
        Get-Container "$prefix-*" | Start-Container -PassThru | ForEach-Object Status | Should -Be Running, Running, Running
    }

    It 'takes a spec as ConvertFrom-Json gives it' {
        $spec = '{ "ociVersion": "1.2.0", "root": { "path": "/" }, "process": { "cwd": "/", "args": ["sh", "-c", "exit 5"], "env": ["PATH=/bin:/usr/bin"] },
            "linux": { "namespaces": [{ "type": "pid" }, { "type": "mount" }] } }' | ConvertFrom-Json
        (New-Container -Name "$prefix-spec" -Spec $spec | Start-Container -PassThru | Wait-Container).ExitCode | Should -Be 5
    }

    It 'shows what it would do' {
        New-Container -Name "$prefix-none" -WhatIf sleep 1
        Get-Container "$prefix-*" | Should -BeNullOrEmpty
    }

    It 'refuses to start what runs' {
        $c = New-NamespacedProcess -Name "$prefix-runs"
        { $c | Start-Container -ErrorAction Stop } | Should -Throw -ErrorId 'Container.NotCreated,*'
    }
}
