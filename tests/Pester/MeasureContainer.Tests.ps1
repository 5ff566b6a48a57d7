BeforeDiscovery {
    $isRoot = [Environment]::UserName -eq 'root'
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
}

Describe 'What a container uses' -Skip:(-not $isRoot) {
    AfterEach {
        Get-Container "$prefix-*" | Remove-Container -Force
    }

    It 'is measured in numbers' {
        $c = New-NamespacedProcess -Name "$prefix-one" -Memory 64MB -PidsLimit 20 -- sleep 1000
        $m = $c | Measure-Container
        $m.MemoryLimit | Should -Be 64MB
        $m.MemoryUsage | Should -BeLessThan 64MB
        $m.PidsLimit | Should -Be 20
        $m.Pids | Should -Be 1
        $m.CpuTime | Should -BeOfType timespan
        $m | Format-List | Out-String | Should -Match 'MemoryLimit\s+: \S*64.0 MB'
    }

    It 'is measured again and again' {
        $null = New-NamespacedProcess -Name "$prefix-one" -- sleep 1000
        (Measure-Container "$prefix-one" -Continuous -Interval 0.1 | Select-Object -First 3).Count | Should -Be 3
    }

    It 'is told process by process' {
        $c = New-NamespacedProcess -Name "$prefix-one" -- sleep 1000
        $process = $c | Get-ContainerProcess
        $process.ContainerProcessId | Should -Be 1
        $process.ProcessId | Should -Be $c.ProcessId
        $process.Command | Should -Be sleep, 1000
        $process.Memory | Should -BeGreaterThan 0
    }

    It 'says that memory was short' {
        $c = New-NamespacedProcess -Name "$prefix-one" -Memory 32MB -- sh -c 'x=$(head -c 200000000 /dev/zero | tr "\0" x); echo ${#x}'
        ($c | Wait-Container).OomKilled | Should -BeTrue
        { Invoke-ContainerCommand -Memory 32MB -- sh -c 'x=$(head -c 200000000 /dev/zero | tr "\0" x); echo ${#x}' } | Should -Throw '*32 MB*' -ErrorId 'Command.OomKilled,*'
    }

    It 'cannot be measured when it has ended' {
        $c = New-NamespacedProcess -Name "$prefix-one" true | Wait-Container
        { $c | Measure-Container -ErrorAction Stop } | Should -Throw -ErrorId 'Container.NotRunning,*'
        { $c | Get-ContainerProcess -ErrorAction Stop } | Should -Throw -ErrorId 'Container.NotRunning,*'
    }
}
