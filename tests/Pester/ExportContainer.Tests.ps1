BeforeDiscovery {
    $isRoot = [Environment]::UserName -eq 'root'
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
}

Describe 'Export-Container' -Skip:(-not $isRoot) {
    AfterEach {
        Get-Container "$prefix-*" | Remove-Container -Force
    }

    It 'writes a bundle that New-Container takes' {
        $bundle = New-Container -Name "$prefix-one" -- sh -c 'exit 6' | Export-Container -Spec TestDrive:/bundle
        (Get-Content $bundle/config.json -Raw | ConvertFrom-Json).process.args | Should -Be sh, -c, 'exit 6'
        (New-Container -Name "$prefix-two" -Bundle $bundle | Start-Container -PassThru | Wait-Container).ExitCode | Should -Be 6
    }

    It 'replaces nothing without -Force' {
        $c = New-Container -Name "$prefix-one" true
        $c | Export-Container -Spec TestDrive:/twice
        { $c | Export-Container -Spec TestDrive:/twice -ErrorAction Stop } | Should -Throw -ErrorId 'Export.Exists,*'
        $c | Export-Container -Spec TestDrive:/twice -Force
    }
}
