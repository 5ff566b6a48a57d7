BeforeAll {
    . $PSScriptRoot/Helpers.ps1
}

Describe 'Test-ContainerHost' {
    It 'tells of each thing that containers are made of' {
        $checks = Test-ContainerHost
        $checks.Name | Should -Contain 'Kernel'
        $checks.Name | Should -Contain 'UserNamespace'
        ($checks.Name | Select-Object -Unique).Count | Should -Be $checks.Count
    }

    It 'has a remedy for whatever is not there, and none for what is' {
        Test-ContainerHost | Where-Object { ($_.Status -eq 'Ok') -eq [bool] $_.Remedy } | Should -BeNullOrEmpty
    }

    It 'says in a word whether containers run here' {
        Test-ContainerHost -Quiet | Should -BeOfType bool
        Test-ContainerHost -Quiet | Should -Be (-not ((Test-ContainerHost).Status -contains 'Missing'))
    }

    It 'is a table that fits <_> columns' -ForEach 80, 120 {
        $width = $_
        $lines = Test-ContainerHost | Out-String -Width $width -Stream | Where-Object { $_ }
        $lines[0] | Should -Match '^Name +Status +Detail'
        $lines | Where-Object Length -GT $width | Should -BeNullOrEmpty
    }
}
