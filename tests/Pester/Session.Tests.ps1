BeforeDiscovery {
    $hasTmux = [bool] (Get-Command tmux -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
    $prefix = New-TestName
}

AfterAll {
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'A session in a container' {
    BeforeAll {
        $session = New-ContainerSession -ContainerName "$prefix-session" -Hostname box
    }

    AfterAll {
        $session | Remove-PSSession
        Get-Container "$prefix-session" -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'is one of PowerShell''s' {
        $session | Should -BeOfType System.Management.Automation.Runspaces.PSSession
        $session.State, $session.ComputerName, $session.Transport | Should -Be Opened, "$prefix-session", PSContainer
        (Get-PSSession -Id $session.Id).InstanceId | Should -Be $session.InstanceId
    }

    It 'keeps variables and functions' {
        Invoke-Command -Session $session { $n = 41; function Get-Next { $n + 1 } }
        $next = Invoke-Command -Session $session { Get-Next }
        $next, $next.PSComputerName | Should -Be 42, "$prefix-session"
    }

    It 'copies files in and out' {
        $content = [byte[]](0..255) * 300
        [IO.File]::WriteAllBytes("$TestDrive/in", $content)
        Copy-Item "$TestDrive/in" -Destination /tmp/there -ToSession $session
        Invoke-Command -Session $session { (Get-Item /tmp/there).Length } | Should -Be $content.Length
        Copy-Item /tmp/there -Destination "$TestDrive/out" -FromSession $session
        (Get-FileHash "$TestDrive/out").Hash | Should -Be (Get-FileHash "$TestDrive/in").Hash
    }

    It 'copies folders in' {
        $null = New-Item -ItemType Directory "$TestDrive/tree/sub"
        Set-Content "$TestDrive/tree/sub/leaf" green
        Copy-Item "$TestDrive/tree" -Destination /tmp/tree -Recurse -ToSession $session
        Invoke-Command -Session $session { Get-Content /tmp/tree/sub/leaf } | Should -Be green
    }

    It 'lends its commands' {
        $module = Import-PSSession $session -CommandName Get-Process -Prefix Inside -DisableNameChecking
        try {
            (Get-InsideProcess).Count | Should -Be 1
        }
        finally {
            Remove-Module $module
        }
    }

    It 'runs jobs' {
        $job = Invoke-Command -Session $session { hostname } -AsJob
        $job | Wait-Job | Receive-Job | Should -Be box
        Remove-Job $job
    }

    It 'stops what runs, and goes on' {
        $ps = [powershell]::Create()
        try {
            $ps.Runspace = $session.Runspace
            $none = [Management.Automation.PSDataCollection[psobject]]::new()
            $none.Complete()
            $said = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $ps.AddScript("'begun'; while (`$true) { Start-Sleep -Milliseconds 50 }").BeginInvoke($none, $said)
            # One that is stopped before it has begun ends without an error.
            for ($i = 0; $i -lt 500 -and $said.Count -eq 0; $i++) { Start-Sleep -Milliseconds 20 }
            $ps.Stop()
            { $ps.EndInvoke($running) } | Should -Throw
        }
        finally {
            $ps.Dispose()
        }

        Invoke-Command -Session $session { 'here' } | Should -Be here
    }
}

Describe 'Many sessions' {
    It 'work at once, each result with its name' {
        $sessions = New-ContainerSession -Count 6 -ThrottleLimit 3
        try {
            $results = Invoke-Command -Session $sessions { $PID } -ThrottleLimit 4
            $results | Should -Be (, 1 * 6)
            $results.PSComputerName | Sort-Object | Should -Be ($sessions.ComputerName | Sort-Object)
        }
        finally {
            $sessions | Remove-PSSession
        }
    }
}

Describe 'A session that breaks' {
    It 'says what pwsh said, and takes its container along' {
        $session = New-ContainerSession
        $words = { Invoke-Command -Session $session { sh -c 'echo last words >/proc/1/fd/2'; [Environment]::Exit(4) } -ErrorAction Stop } |
            Should -Throw -PassThru
        "$words" | Should -Match 'exit code 4'
        "$words" | Should -Match 'last words'
        $session.State | Should -Be Broken
        Get-Container $session.ComputerName -ErrorAction Ignore | Should -BeNullOrEmpty
        Remove-PSSession $session
    }

    It 'is broken when its container is removed' {
        $null = New-NamespacedProcess -Name "$prefix-gone"
        $session = New-ContainerSession -Name "$prefix-gone"
        Remove-Container "$prefix-gone" -Force
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ($session.State -eq 'Opened' -and $clock.Elapsed -lt '0:1:0') { Start-Sleep -Milliseconds 20 }
        $session.State | Should -Be Broken
        Remove-PSSession $session
    }
}

# As a person would: keys and a screen.
Describe 'Enter-PSSession' -Skip:(-not $hasTmux) {
    BeforeAll {
        $socket = "pester-session-$PID"
        $shell = [Environment]::ProcessPath
        if ([IO.Path]::GetFileName($shell) -ne 'pwsh') { $shell = "$shell $([Environment]::GetCommandLineArgs()[0])" }
        function Send-Key { & tmux -L $socket send-keys -t t @args }
        function Wait-Screen([string] $Pattern) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while (($screen = (& tmux -L $socket capture-pane -p -t t) -join "`n") -cnotmatch "(?m)$Pattern") {
                if ($clock.Elapsed -gt '0:1:0') { throw "'$Pattern' was not shown: $screen" }
                Start-Sleep -Milliseconds 100
            }
        }
    }

    AfterAll {
        & tmux -L $socket kill-server
    }

    It 'gives a prompt inside, with completion, interruption and questions' {
        & tmux -L $socket -f /dev/null new-session -d -x 110 -y 30 -s t "$shell -NoLogo -NoProfile -NoExit -Command `"Import-Module '$($manifest.FullName)'; function prompt { 'ready> ' }`""
        Wait-Screen '^ready>'
        Send-Key '$s = New-ContainerSession -ContainerName boxy; Enter-PSSession $s' Enter
        Wait-Screen '^\[boxy\]: PS .*>'
        Send-Key '"it is $PID"' Enter
        Wait-Screen '^it is 1$'
        Send-Key 'Get-HostTh' BSpace BSpace BSpace BSpace BSpace BSpace 'ChildI' Tab
        Wait-Screen 'Get-ChildItem'
        Send-Key ' /etc/hostname -Name' Enter
        Wait-Screen '^hostname$'
        Send-Key 'while ($true) { "tick"; Start-Sleep -Milliseconds 200 }' Enter
        Wait-Screen '^tick'
        Send-Key C-c
        Wait-Screen '^\[boxy\]: PS [^>]*> *\n*\z'
        Send-Key 'Read-Host who' Enter
        Wait-Screen '^who: *\n*\z'
        Send-Key 'me too' Enter
        Wait-Screen '^me too$'
        Send-Key 'exit' Enter
        Wait-Screen '^ready> *\n*\z'
        Send-Key 'Remove-PSSession $s; "gone-$(@(Get-Container boxy -ErrorAction Ignore).Count)"' Enter
        Wait-Screen '^gone-0'
    }
}
