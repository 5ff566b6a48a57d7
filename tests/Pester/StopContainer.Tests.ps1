BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
    $prefix = New-TestName
}

AfterAll {
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'Stop-Container' {
    AfterEach {
        Get-Container "$prefix-*" | Remove-Container -Force
    }

    It 'stops a command that knows nothing of signals at once' {
        $sleep = New-NamespacedProcess -Name "$prefix-sleep" sleep 1000
        (Measure-Command { $sleep | Stop-Container }).TotalSeconds | Should -BeLessThan 5
        (Get-Container "$prefix-sleep").Status | Should -Be 'Stopped'
        (Get-Container "$prefix-sleep").ExitCode | Should -Be 143
    }

    It 'lets a command end in its own way' {
        $shell = New-NamespacedProcess -Name "$prefix-shell" -- sh -c 'trap "exit 7" TERM; echo ready >/tmp/ready; while :; do sleep 0.05; done'
        while (-not ($shell | Invoke-ContainerCommand -- sh -c 'cat /tmp/ready 2>/dev/null || true')) { Start-Sleep -Milliseconds 20 }
        ($shell | Stop-Container -PassThru).ExitCode | Should -Be 7
    }

    It 'ends one that does not listen when its time is up' {
        $deaf = New-NamespacedProcess -Name "$prefix-deaf" -- sh -c 'trap "" TERM; echo ready >/tmp/ready; while :; do sleep 0.05; done'
        while (-not ($deaf | Invoke-ContainerCommand -- sh -c 'cat /tmp/ready 2>/dev/null || true')) { Start-Sleep -Milliseconds 20 }
        $time = Measure-Command { $script:stopped = $deaf | Stop-Container -Timeout 0.5 -PassThru }
        $time.TotalSeconds | Should -BeGreaterOrEqual 0.5
        $stopped.ExitCode | Should -Be 137
    }

    It 'stops what a pattern matches, and is silent about what has ended' {
        1..3 | ForEach-Object { $null = New-NamespacedProcess -Name "$prefix-$_" }
        Stop-Container "$prefix-*" | Should -BeNullOrEmpty
        Stop-Container "$prefix-*" -ErrorAction Stop
        (Get-Container "$prefix-*").Status | Should -Be @('Stopped', 'Stopped', 'Stopped')
    }

    It 'refuses a signal and a time that are none' {
        { Stop-Container "$prefix-*" -Signal NONE } | Should -Throw -ErrorId 'Signal.Unknown,*'
        { Stop-Container "$prefix-*" -Timeout -3 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'offers signals by Tab' {
        (TabExpansion2 'Stop-Container -Signal USR').CompletionMatches.CompletionText | Should -Be @('USR1', 'USR2')
        (TabExpansion2 'Stop-Container -Signal SIGUSR').CompletionMatches.CompletionText | Should -Be @('SIGUSR1', 'SIGUSR2')
    }
}
