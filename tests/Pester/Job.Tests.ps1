BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
    $prefix = New-TestName
}

AfterAll {
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'A container''s job' {
    AfterEach {
        Get-Job | Where-Object PSJobTypeName -EQ ContainerJob | Remove-Job -Force
    }

    It 'has a command''s lines, errors and exit code' {
        $job = Invoke-ContainerCommand -AsJob -JobName work -- sh -c 'echo out; echo err >&2; exit 3'
        (Get-Job work | Wait-Job).State | Should -Be Completed
        Receive-Job $job -ErrorVariable errors -ErrorAction SilentlyContinue | Should -Be out
        "$errors" | Should -Be err
        $job.ExitCode | Should -Be 3
        $job.HasMoreData | Should -BeFalse
    }

    It 'has a script block''s objects and progress' {
        $job = 1..3 | Invoke-ContainerCommand -AsJob { process { Write-Progress -Activity Work -Status "at $_"; $_ * 2 } }
        $null = $job | Wait-Job
        $job.Progress.StatusDescription | Should -Contain 'at 3'
        Receive-Job $job | Should -Be 2, 4, 6
    }

    It 'is removed by who receives it, when it has ended' {
        Invoke-ContainerCommand -AsJob -- echo one | Receive-Job -Wait -AutoRemoveJob | Should -Be one
        Get-Job | Where-Object PSJobTypeName -EQ ContainerJob | Should -BeNullOrEmpty
    }

    It 'ends its container when it is stopped' {
        $job = Invoke-ContainerCommand -AsJob -- sh -c 'echo begun; sleep 1000'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while (-not $job.Output.Count -and $clock.Elapsed -lt '0:1:0') { Start-Sleep -Milliseconds 20 }
        $job | Stop-Job
        $job.State | Should -Be Stopped
        Get-Container $job.ContainerName -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'fails as a script block fails' {
        $job = Invoke-ContainerCommand -AsJob { throw 'no luck' }
        ($job | Wait-Job).State | Should -Be Failed
        { $job | Receive-Job -ErrorAction Stop } | Should -Throw 'no luck'
    }

    It 'is there for each container that runs' {
        1..2 | ForEach-Object { $null = New-NamespacedProcess -Name "$prefix-$_" }
        $jobs = Get-Container "$prefix-*" | Invoke-ContainerCommand -AsJob -- hostname
        $jobs.Location | Sort-Object | Should -Be "$prefix-1", "$prefix-2"
        ($jobs | Wait-Job | Receive-Job).Count | Should -Be 2
        Remove-Container "$prefix-*" -Force
    }
}
