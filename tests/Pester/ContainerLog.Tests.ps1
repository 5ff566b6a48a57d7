BeforeAll {
    . "$PSScriptRoot/Helpers.ps1"
}

Describe 'Logs' {
    AfterEach {
        Get-Container | Where-Object Name -Like 'pester-log*' | Remove-Container -Force
    }

    It 'keeps what a container wrote, as objects' {
        $c = New-NamespacedProcess -Name pester-log -- sh -c 'echo out; echo err >&2' | Wait-Container
        $c | Get-ContainerLog -Stream Error | ForEach-Object Text | Should -Be err
        $record = $c | Get-ContainerLog -Stream Output
        $record.Time | Should -BeOfType datetime
        $record.Text | Should -Be out
    }

    It 'follows until the container ends' {
        New-NamespacedProcess -Name pester-log -- sh -c 'for i in 1 2 3; do echo $i; sleep 0.2; done' |
            Get-ContainerLog -Follow | ForEach-Object Text | Should -Be 1, 2, 3
    }

    It 'goes on with what was written before' {
        $null = New-NamespacedProcess -Name pester-log -- sh -c 'echo text; exec sleep 100'
        Get-ContainerLog pester-log -Tail 1 -Follow | Select-Object -First 1 | ForEach-Object Text | Should -Be text
    }

    It 'says what has no log' {
        $null = New-NamespacedProcess -Name pester-log -NoLog -- true
        { Get-ContainerLog pester-log -ErrorAction Stop } | Should -Throw -ErrorId 'Log.None,*'
    }
}

Describe 'Restarts' {
    AfterEach {
        Get-Container | Where-Object Name -Like 'pester-restart*' | Remove-Container -Force
    }

    It 'starts a command again that fails, so many times' {
        $c = New-NamespacedProcess -Name pester-restart -RestartPolicy OnFailure -RestartCount 2 -- sh -c 'exit 3' | Wait-Container -Timeout 30
        $c.RestartCount | Should -Be 2
        $c.ExitCode | Should -Be 3
    }

    It 'starts again what a user wants' {
        $c = New-NamespacedProcess -Name pester-restart -- sleep 100
        $before = $c.ProcessId
        ($c | Restart-Container -PassThru).ProcessId | Should -Not -Be $before
    }
}

Describe 'Health' {
    AfterEach {
        Get-Container | Where-Object Name -Like 'pester-health*' | Remove-Container -Force
    }

    It 'is waited for' {
        $c = New-NamespacedProcess -Name pester-health -HealthCommand 'test -d /proc' -HealthInterval 0.2 -- sleep 100
        ($c | Wait-Container -Condition Healthy -Timeout 30).Health | Should -Be Healthy
    }
}

Describe 'Events' {
    AfterEach {
        Get-Container | Where-Object Name -Like 'pester-event*' | Remove-Container -Force
        Get-EventSubscriber -SourceIdentifier pester* | Unregister-Event
    }

    It 'are kept' {
        New-NamespacedProcess -Name pester-event -- sh -c 'exit 4' | Wait-Container | Remove-Container
        (Get-ContainerEvent pester-event | Select-Object -Last 4).Type | Should -Be Created, Started, Exited, Removed
    }

    It 'come through Register-ObjectEvent' {
        $c = New-NamespacedProcess -Name pester-event -- sh -c 'sleep 0.3; exit 4'
        $null = Register-ObjectEvent -InputObject $c -EventName Exited -SourceIdentifier pester-exited
        (Wait-Event -SourceIdentifier pester-exited -Timeout 30).SourceEventArgs.ExitCode | Should -Be 4
    }
}

Describe 'Container objects' {
    AfterEach {
        Get-Container | Where-Object Name -Like 'pester-live*' | Remove-Container -Force
    }

    It 'know what goes on now' {
        $c = New-NamespacedProcess -Name pester-live -- sleep 100
        $c.Processes.Name | Should -Be sleep
        $c | Stop-Container
        $c.Refresh()
        $c.Status | Should -Be Stopped
        $c.Processes | Should -BeNullOrEmpty
        $c.Exited | Should -BeOfType datetime
    }
}
