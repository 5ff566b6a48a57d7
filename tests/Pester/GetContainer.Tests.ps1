BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
    $sleep = New-NamespacedProcess -Name "$prefix-sleep" sleep 1000
    $failed = New-NamespacedProcess -Name "$prefix-failed" -- sh -c 'exit 3' | Wait-Container
}

AfterAll {
    Get-Container "$prefix-*" | Remove-Container -Force
}

Describe 'Get-Container' {
    It 'finds containers by name, pattern and short id' {
        (Get-Container "$prefix-sleep").Id | Should -Be $sleep.Id
        (Get-Container "$prefix-*").Count | Should -Be 2
        (Get-Container -Id $sleep.Id.Substring(0, 16)).Name | Should -Be "$prefix-sleep"
        (Get-Container).Id | Should -Contain $sleep.Id
    }

    It 'gives objects that another pwsh sees too' {
        $module = (Get-Module PSContainer).Path
        $id = & $pwsh -NoProfile -NonInteractive -Command "Import-Module '$module'; (Get-Container '$prefix-sleep').Id"
        $id | Should -Be $sleep.Id
    }

    It 'tells of the namespaces by number' {
        $container = Get-Container "$prefix-sleep"
        $container.Namespaces['Pid'] | Should -Be ((Get-Item "/proc/$($container.ProcessId)/ns/pid").LinkTarget -replace '\D')
    }

    It 'says of one that is not there that it is not' {
        { Get-Container none-such -ErrorAction Stop } | Should -Throw -ErrorId 'Container.NotFound,*'
        Get-Container 'none-such-*' | Should -BeNullOrEmpty
    }

    It 'shows a row a container at <_> columns' -ForEach 80, 120 {
        $lines = Get-Container "$prefix-*" | Sort-Object Name | Out-String -Width $_ -Stream | Where-Object { $_ }
        $lines.Count | Should -Be 4
        $lines[0] | Should -Match '^Id +Name +Status +PID Exit +Age Command *$'
        $lines[2] | Should -Match "^$($failed.ShortId) .* Stopped +3 +\d+s sh -c exit 3 *$"
        $lines[3] | Should -Match "^$($sleep.ShortId) .* Running +$($sleep.ProcessId) +\d+s sleep 1000 *$"
    }

    It 'colours the status where a terminal understands that' {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            Get-Container "$prefix-sleep" | Out-String | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Green)Running"))
            $PSStyle.OutputRendering = 'PlainText'
            Get-Container "$prefix-sleep" | Out-String | Should -Not -Match "`e"
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
    }

    It 'lists what is known, and leaves out what is not' {
        $text = Get-Container "$prefix-sleep" | Format-List | Out-String
        $text | Should -Match "Id +: $($sleep.Id)"
        $text | Should -Match 'Namespaces +: Pid \d+'
        $text | Should -Not -Match 'ExitCode|Error|Labels'
        Get-Container "$prefix-failed" | Format-List | Out-String | Should -Match 'ExitCode +: 3'
    }

    It 'shows names side by side' {
        Get-Container "$prefix-*" | Sort-Object Name | Format-Wide -Column 2 | Out-String -Width 160 | Should -Match "$prefix-failed +$prefix-sleep"
    }
}
