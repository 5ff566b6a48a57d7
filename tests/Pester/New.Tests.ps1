BeforeDiscovery {
    $isRoot = [Environment]::UserName -eq 'root'
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
}

AfterAll {
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'New-NamespacedProcess' -Skip:(-not $isRoot) {
    It 'makes a sandbox to work in' {
        $c = New-NamespacedProcess -Namespace Pid, Mount, Uts
        try {
            $c.Status | Should -Be Running
            $c | Set-ContainerHostname web -PassThru | Invoke-ContainerCommand hostname | Should -Be web
            $c | Invoke-ContainerCommand -- sh -c 'exit 5'
            $LASTEXITCODE | Should -Be 5
        }
        finally {
            $c | Stop-Container -PassThru | Remove-Container
        }
    }

    It 'is seen by another pwsh' {
        $c = New-NamespacedProcess -Name (New-TestName) -Hostname other
        try {
            & $pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module PSContainer).Path)'; Invoke-ContainerCommand -Name $($c.Name) hostname" |
                Should -Be other
        }
        finally {
            $c | Remove-Container -Force
        }
    }

    It 'outlives the pwsh that made it' {
        $name = New-TestName
        & $pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-Module PSContainer).Path)'; `$null = New-NamespacedProcess -Name $name"
        $c = Get-Container -Name $name
        $c.Status | Should -Be Running
        $c | Remove-Container -Force
    }

    It 'writes to the files that are named' {
        $folder = (Get-Item TestDrive:/).FullName
        $c = New-NamespacedProcess -RedirectStandardOutput TestDrive:/out -RedirectStandardError $folder/err -- sh -c 'echo out; echo err >&2; exit 4'
        $null = $c | Wait-Container
        $c.ExitCode | Should -Be 4
        $c | Remove-Container
        Get-Content $folder/out | Should -Be out
        Get-Content $folder/err | Should -Be err
    }
}
