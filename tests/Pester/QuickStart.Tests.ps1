BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
    $lines = & $pwsh -NoProfile -NonInteractive -File "$(Split-Path (Split-Path $PSScriptRoot))/samples/QuickStart/quick-start.ps1"
    $exitCode = $LASTEXITCODE
}

AfterAll {
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'The quick start, in pwsh as it is' {
    It 'ends well' {
        $exitCode | Should -Be 0
    }

    It 'shows <_>' -ForEach @(
        'quick-start', '1', '3 lines: ONE, TWO, THREE', '$LASTEXITCODE is 3', 'web'
        'host name as before:   True', 'mount table as before: True', 'containers left:       0'
    ) {
        $lines | Should -Contain $_
    }
}
