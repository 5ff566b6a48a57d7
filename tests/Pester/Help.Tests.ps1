BeforeDiscovery {
    $repository = Split-Path (Split-Path $PSScriptRoot)
    $pages = @(Get-ChildItem "$repository/docs/en-US/*.md") + (Get-Item "$repository/README.md")
    $examples = foreach ($page in $pages) {
        $count = @(Select-String -Path $page -Pattern '^```powershell$').Count
        for ($number = 1; $number -le $count; $number++) {
            @{ Page = $page.FullName; Name = $page.BaseName; Number = $number }
        }
    }

    $manifest = Get-ChildItem "$repository/out/PSContainer/*/PSContainer.psd1" | Sort-Object { [version] $_.Directory.Name } | Select-Object -Last 1
    $cmdlets = (Import-PowerShellDataFile $manifest).CmdletsToExport | ForEach-Object { @{ Name = $_ } }
    $topics = Get-ChildItem "$repository/docs/en-US/about_*.md" | ForEach-Object { @{ Name = $_.BaseName } }
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
}

Describe 'Help of <Name>' -ForEach $cmdlets {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'has a synopsis, a description, inputs, outputs, notes, examples and links' {
        $help.Name | Should -Be $Name
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "*$Name *-*"
        $help.description.Text | Should -Not -BeNullOrEmpty
        $help.inputTypes.inputType.type.name | Should -Not -BeNullOrEmpty
        $help.returnValues.returnValue.type.name | Should -Not -BeNullOrEmpty
        $help.alertSet.alert.Text | Should -Not -BeNullOrEmpty
        $help.relatedLinks.navigationLink.linkText | Should -Not -BeNullOrEmpty
        $help.examples.example.Count | Should -BeGreaterThan 0
        foreach ($example in $help.examples.example) {
            $example.title, $example.code | Should -Not -BeNullOrEmpty
        }
    }

    It 'describes each parameter' {
        $common = [Management.Automation.Cmdlet]::CommonParameters
        $wanted = (Get-Command $Name).Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object
        @($help.parameters.parameter.name | Sort-Object) | Should -Be @($wanted)
        foreach ($parameter in $help.parameters.parameter) {
            ($parameter.description.Text -join '').Trim() | Should -Not -BeNullOrEmpty -Because "-$($parameter.name) needs a text"
        }
    }

    It 'has the parameter sets of the command' {
        @($help.syntax.syntaxItem).Count | Should -Be (Get-Command $Name).ParameterSets.Count
    }

    It 'has links that lead to help' {
        foreach ($link in $help.relatedLinks.navigationLink.linkText) {
            Get-Help $link -ErrorAction Stop | Should -Not -BeNullOrEmpty
        }
    }
}

Describe 'The topic <Name>' -ForEach $topics {
    It 'is found by Get-Help, with a synopsis' {
        Get-Help $Name | Should -BeLike "*$Name*SHORT DESCRIPTION*LONG DESCRIPTION*"
        (Get-Help "$Name*" | Where-Object Name -eq $Name).Synopsis ?? (Get-Help $Name).Synopsis | Should -Not -BeNullOrEmpty
    }
}

Describe 'Examples' -ForEach @{ All = $examples } {
    BeforeAll {
        $before = Get-MachineState

        # Each in a process with no containers but its own: some stop all that there are.
        $script:results = @{}
        $module = "$((Get-Module PSContainer).ModuleBase)/PSContainer.psd1"
        $All | ForEach-Object -ThrottleLimit ([Environment]::ProcessorCount) -Parallel {
            $run = "Import-Module '$using:module'; & '$using:PSScriptRoot/Help.Example.ps1' -Page '$($_.Page)' -Number $($_.Number); exit `$LASTEXITCODE"
            $command = @($using:pwsh, '-NoProfile', '-NonInteractive', '-Command', $run)
            $output = if ([Environment]::IsPrivilegedProcess) {
                unshare --mount --propagation private -- sh -c 'mount -t tmpfs -o mode=755 tmpfs /run && exec "$@"' sh @command 2>&1
            }
            else {
                $folder = [IO.Directory]::CreateTempSubdirectory('example-run-').FullName
                try { env "XDG_RUNTIME_DIR=$folder" @command 2>&1 } finally { Remove-Item $folder -Recurse -Force }
            }

            @{ Key = "$($_.Page) $($_.Number)"; ExitCode = $LASTEXITCODE; Output = $output -join "`n" }
        } | ForEach-Object { $script:results[$_.Key] = $_ }
    }

    It 'number <Number> of <Name> does what its page says' -ForEach $examples {
        $result = $script:results["$Page $Number"]
        if ($result.ExitCode -eq 77) {
            Set-ItResult -Skipped -Because $result.Output
        }

        $result.ExitCode | Should -Be 0 -Because $result.Output
    }

    It 'leave nothing behind' {
        # As root each has a state folder of its own, which it empties itself: what is new in the machine's is somebody else's.
        Get-Leftover $before | Where-Object { $_ -notlike 'state *' -or -not [Environment]::IsPrivilegedProcess } | Should -BeNullOrEmpty
    }
}
