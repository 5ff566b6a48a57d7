BeforeDiscovery {
    $isRoot = [Environment]::UserName -eq 'root'
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
}

AfterAll {
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'Invoke-ContainerCommand' -Skip:(-not $isRoot) {
    It 'writes standard error as native commands do' {
        $Error.Clear()
        $lines = Invoke-ContainerCommand -- sh -c 'echo out; echo err >&2' 2>&1
        $lines | Should -HaveCount 2
        $lines | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Should -Be err
        Invoke-ContainerCommand -- sh -c 'echo err >&2' 2>$null | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }

    It 'sets $? by the exit code' {
        Invoke-ContainerCommand -- false
        $? | Should -BeFalse
        Invoke-ContainerCommand -- true
        $? | Should -BeTrue
        (Invoke-ContainerCommand false || 'or') | Should -Be or
    }

    It 'makes a failure an error where native failures are to be errors' {
        $PSNativeCommandUseErrorActionPreference = $true
        { Invoke-ContainerCommand -- sh -c 'exit 7' } | Should -Throw -ErrorId 'Command.Failed,*'
    }

    It 'hands arguments over as to a native command' {
        Invoke-ContainerCommand -- printf '[%s]' a 1 (1, 2, (3, 4)) 007 1.50 '' -la -- --foo=bar 'a b' |
            Should -Be '[a][1][1][2][3][4][007][1.50][][-la][--][--foo=bar][a b]'
        Invoke-ContainerCommand ls -la /tmp | Select-Object -First 1 | Should -BeLike 'total *'
    }

    It 'takes bytes as they are' {
        [byte[]] (0..255) | Invoke-ContainerCommand -- sha256sum | Should -BeLike '40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880*'
    }

    It 'prints the plan for -WhatIf and does nothing' {
        $text = & $pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module PSContainer).Path)'; Invoke-ContainerCommand -WhatIf -Hostname web -- touch /nothing" | Out-String
        $text | Should -BeLike '*set the host name to web*execute touch /nothing*'
    }

    It 'runs in parallel' {
        $module = (Get-Module PSContainer).Path
        $results = 1..200 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:module
            Invoke-ContainerCommand -- sh -c "echo $_"
        }
        $results | Sort-Object { [int] $_ } | Should -Be @(1..200)
    }
}

Describe 'A thousand launches' -Skip:(-not $isRoot) {
    It 'leave nothing behind' {
        $session = Get-Process -Id $PID
        1..50 | ForEach-Object { $null = Invoke-ContainerCommand true }
        # What a launch opens; the session opens and closes files of its own meanwhile.
        function Get-Opened { (Get-ChildItem /proc/$PID/fd | Where-Object LinkTarget -Match '^(pipe|socket|anon_inode:\[pidfd|/memfd)').Count }
        $descriptors = Get-Opened
        [GC]::Collect()
        $session.Refresh()
        $memory = $session.WorkingSet64
        $wrong = foreach ($i in 1..1000) {
            if ((Invoke-ContainerCommand echo $i) -ne $i) { $i }
        }

        $wrong | Should -BeNullOrEmpty
        Get-Opened | Should -BeLessOrEqual $descriptors
        [GC]::Collect()
        $session.Refresh()
        ($session.WorkingSet64 - $memory) / 1MB | Should -BeLessThan 64
        Get-Leftover $before | Should -BeNullOrEmpty
    }
}
