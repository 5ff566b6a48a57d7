BeforeAll {
    . $PSScriptRoot/Helpers.ps1
}

Describe 'The module' {
    It 'is imported from the build output' {
        (Get-Module PSContainer).Path | Should -BeLike "$(Split-Path (Split-Path $PSScriptRoot))/out/PSContainer/*"
    }

    It 'exports what its manifest lists, and nothing else' {
        $module = Get-Module PSContainer
        $listed = (Import-PowerShellDataFile "$($module.ModuleBase)/PSContainer.psd1").CmdletsToExport
        @($module.ExportedCommands.Keys | Sort-Object) | Should -Be @($listed | Sort-Object)
    }

    It 'has approved verbs' {
        $verbs = (Get-Verb).Verb
        (Get-Module PSContainer).ExportedCommands.Values.Verb | Where-Object { $_ -notin $verbs } | Should -BeNullOrEmpty
    }

    It 'can be imported again' {
        { Import-Module (Get-Module PSContainer).Path -Force } | Should -Not -Throw
    }

    It 'has Docker''s words only in a module of its own' {
        (Get-Module PSContainer).ExportedAliases.Count | Should -Be 0
        $folder = Join-Path (Get-Module PSContainer).ModuleBase ../../PSContainer.DockerAliases
        $words = Import-Module $folder -PassThru -Force
        try {
            $words.ExportedAliases['docker-run'].Definition | Should -Be Invoke-ContainerCommand
            $words.ExportedAliases.Values | ForEach-Object { $_.ResolvedCommand.ModuleName } | Select-Object -Unique | Should -Be PSContainer
            docker-run -- echo A | Should -Be A
        }
        finally {
            Remove-Module $words
        }
    }

    It 'leaves nothing behind when it is only imported' {
        $before = Get-MachineState
        & $pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module PSContainer).Path)'"
        $LASTEXITCODE | Should -Be 0
        Get-Leftover $before | Should -BeNullOrEmpty
    }
}
