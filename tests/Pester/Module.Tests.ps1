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

    It 'leaves nothing behind when it is only imported' {
        $before = Get-MachineState
        & $pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module PSContainer).Path)'"
        $LASTEXITCODE | Should -Be 0
        Get-Leftover $before | Should -BeNullOrEmpty
    }
}
