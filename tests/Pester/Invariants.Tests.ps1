# What no container may do, as a user would try it. The C programs that try harder are in tests/PSContainer.Tests/Invariants.

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
}

Describe 'A container' {
    It 'leaves the launcher on disk as it is, whatever its command is' {
        $launcher = "$((Get-Module PSContainer).ModuleBase)/pscontainer"
        $before = (Get-FileHash $launcher).Hash
        Invoke-ContainerCommand /proc/self/exe '--version' 2>&1 | Out-Null
        Invoke-ContainerCommand -- sh -c 'echo x >/proc/1/exe' 2>&1 | Out-Null
        $LASTEXITCODE | Should -Not -Be 0
        (Get-FileHash $launcher).Hash | Should -Be $before
    }

    It 'has the standard descriptors and no other' {
        $descriptors = Invoke-ContainerCommand -- sh -c 'ls /proc/$$/fd'
        # The shell keeps one of its own, above those of any user: 10 in dash, 255 in bash.
        $descriptors | Where-Object { $_ -notin '10', '255' } | Should -Be @('0', '1', '2')
    }

    It 'does not start in a folder outside its root' -ForEach (3..12 | ForEach-Object { @{ Descriptor = $_ } }) {
        { Invoke-ContainerCommand -WorkingDirectory "/proc/self/fd/$Descriptor" pwd } | Should -Throw -ErrorId 'WorkingDirectory.Chdir.*'
    }

    It 'has no terminal of the session' {
        Invoke-ContainerCommand -- sh -c 'exec 3</dev/tty' 2>&1 | Out-Null
        $LASTEXITCODE | Should -Not -Be 0
    }

    It 'is known by no id or name that leads elsewhere' -ForEach '../x', 'a/b', '..', '.hidden', '', "a`nb" {
        { New-NamespacedProcess -Name $_ -ErrorAction Stop } | Should -Throw
    }

    It 'ends at once on SIGTERM, as process 1 too' {
        $container = New-NamespacedProcess -Name (New-TestName) -- sleep 1000
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            ($container | Stop-Container -PassThru).ExitCode | Should -Be 143
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        } finally {
            $container | Remove-Container -Force
        }
    }

    It 'is told of truly, and can be removed, when its session was killed' {
        $name = New-TestName
        $module = (Get-Module PSContainer).Path
        $session = Start-Process $pwsh -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-Command',
            "Import-Module '$module'; New-NamespacedProcess -Name $name -- sleep 1000; Start-Sleep 100"
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while (-not ($container = Get-Container -Name "$name*") -and $clock.Elapsed.TotalSeconds -lt 30) {
            Start-Sleep -Milliseconds 20
        }

        $session | Stop-Process -Force
        $container = Get-Container -Name $name
        Test-Path "/proc/$($container.ProcessId)" | Should -Be ($container.Status -eq 'Running')
        $container | Remove-Container -Force
        Get-Container -Name "$name*" | Should -BeNullOrEmpty
        Test-Path "/proc/$($container.ProcessId)" | Should -BeFalse
    }
}
