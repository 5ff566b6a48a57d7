BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
    $prefix = New-TestName
}

AfterAll {
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'A script block in a container' {
    It 'gives typed objects that say where they come from' {
        $items = Invoke-ContainerCommand { param($n) Get-ChildItem / | Select-Object -First $n } -ArgumentList 3
        $items.Count | Should -Be 3
        $items[0].PSObject.TypeNames | Should -Contain 'Deserialized.System.IO.DirectoryInfo'
        $items[0].LastWriteTime | Should -BeOfType datetime
        $items[0].PSComputerName | Should -Match '^[0-9a-f]{12}$'
        Get-Container $items[0].PSComputerName -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'is alone in its container' {
        $seen = Invoke-ContainerCommand -Hostname box { @{ Id = $PID; Name = hostname; Processes = @(Get-Process).Count } }
        $seen.Id, $seen.Name, $seen.Processes | Should -Be 1, 'box', 1
    }

    It 'reads the caller''s variables and input' {
        $factor = @{ By = 3 }
        1..3 | Invoke-ContainerCommand { process { $_ * $using:factor.By } } | Should -Be 3, 6, 9
        [pscustomobject]@{ Size = 2 } | Invoke-ContainerCommand { $input.Size } | Should -Be 2
    }

    It 'has all streams' {
        $VerbosePreference = $DebugPreference = 'Continue'
        $all = Invoke-ContainerCommand {
            $VerbosePreference = $DebugPreference = 'Continue'
            Write-Output out; Write-Error err; Write-Warning warn; Write-Verbose verb; Write-Debug bug; Write-Information info
        } -ErrorAction Continue *>&1
        $all | ForEach-Object { "$($_.GetType().Name) $_" } | Sort-Object | Should -Be @(
            'DebugRecord bug', 'InformationRecord info', 'RemotingErrorRecord err', 'String out', 'VerboseRecord verb', 'WarningRecord warn')
    }

    It 'shows its progress' {
        $ps = [powershell]::Create('NewRunspace')
        try {
            $null = $ps.AddScript("Import-Module '$($manifest.FullName)'; Invoke-ContainerCommand { Write-Progress -Activity Work -Status half -PercentComplete 50; 1 }").Invoke()
            $ps.Streams.Progress | Where-Object Activity -EQ Work | Select-Object -First 1 -ExpandProperty PercentComplete | Should -Be 50
        }
        finally {
            $ps.Dispose()
        }
    }

    It 'throws at the caller, with its position' {
        $thrown = { Invoke-ContainerCommand {
                1
                throw 'no luck'
            } } | Should -Throw -ExpectedMessage 'no luck' -PassThru
        $thrown.InvocationInfo.ScriptLineNumber | Should -BeGreaterThan 0
        $thrown.InvocationInfo.Line | Should -Match 'throw'
    }

    It 'lets the caller decide of other errors' {
        $result = Invoke-ContainerCommand { Get-Item /none; 'after' } -ErrorAction SilentlyContinue -ErrorVariable errors
        $result | Should -Be after
        $errors[0].FullyQualifiedErrorId | Should -Match '^PathNotFound'
        { Invoke-ContainerCommand { Get-Item /none; 'after' } -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound*'
    }

    It 'runs in containers that run' {
        $names = 1..2 | ForEach-Object { (New-NamespacedProcess -Name "$prefix-$_").Name }
        try {
            Get-Container "$prefix-*" | Invoke-ContainerCommand { $PSVersionTable.PSVersion.Major } | ForEach-Object PSComputerName | Sort-Object | Should -Be $names
        }
        finally {
            Remove-Container $names -Force
        }
    }

    It 'says what it cannot do before it starts' {
        { Invoke-ContainerCommand { 1 } -ThrottleLimit 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        { Invoke-ContainerCommand { $using:nothing_of_this_name } } | Should -Throw -ErrorId 'ScriptBlock.UsingUndefined*'
    }
}

Describe 'A pool of containers' {
    It 'takes each object once, and uses its containers again' {
        $results = 1..12 | Invoke-ContainerCommand { $_ * 2 } -ThrottleLimit 3
        $results | Sort-Object | Should -Be (1..12 | ForEach-Object { $_ * 2 })
        $results.PSComputerName | Select-Object -Unique | Measure-Object | ForEach-Object Count | Should -BeLessOrEqual 3
    }

    It 'gives each object a container of its own where asked' {
        $results = 1..4 | Invoke-ContainerCommand { $_ } -ThrottleLimit 2 -Isolated
        $results | Sort-Object | Should -Be (1..4)
        ($results.PSComputerName | Sort-Object -Unique).Count | Should -Be 4
    }

    It 'ends when the pipeline has enough' {
        1..1000 | Invoke-ContainerCommand { $_ } -ThrottleLimit 2 | Select-Object -First 1 | Should -BeIn (1..4)
    }
}
