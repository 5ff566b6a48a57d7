BeforeDiscovery {
    $isRoot = [Environment]::UserName -eq 'root'
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
}

Describe 'Containers that are suspended, and limited while they run' -Skip:(-not $isRoot) {
    AfterEach {
        Get-Container "$prefix-*" | Remove-Container -Force
    }

    It 'says that a command cannot run in one that is suspended' {
        $c = New-NamespacedProcess -Name (New-TestName)
        try {
            $c | Suspend-Container
            { Invoke-ContainerCommand -Name $c.Name true -ErrorAction Stop } | Should -Throw -ErrorId 'Container.Paused,*'
        }
        finally {
            $c | Remove-Container -Force
        }
    }

    It 'stands still and goes on' {
        $c = New-NamespacedProcess -Name "$prefix-one" sleep 1000
        ($c | Suspend-Container -PassThru).Status | Should -Be Paused
        (Get-Container "$prefix-one").Status | Should -Be Paused
        ($c | Resume-Container -PassThru).Status | Should -Be Running
    }

    It 'suspends several by a wildcard' {
        1..3 | ForEach-Object { $null = New-NamespacedProcess -Name "$prefix-$_" sleep 1000 }
        Suspend-Container "$prefix-*"
        (Get-Container "$prefix-*" | Where-Object Status -eq Paused).Count | Should -Be 3
    }

    It 'limits what it had not limited' {
        $c = New-NamespacedProcess -Name "$prefix-one"
        $c | Set-ContainerResource -PidsLimit 5
        $c | Invoke-ContainerCommand -- sh -c 'for i in 1 2 3 4 5 6 7; do sleep 1 & done; wait' 2>&1 | Should -Match fork
    }

    It 'refuses <_>' -ForEach '-Memory 0', '-Cpu 0', '-PidsLimit 0', '-CpuWeight 0', '-CpuSet x', '-IOWeight 1' {
        { Invoke-Expression "Set-ContainerResource no-such $_ -ErrorAction Stop" } | Should -Throw -ErrorId 'Limit.*'
    }
}

Describe 'New-ContainerMount' {
    It 'is text that -Mount takes' {
        "$(New-ContainerMount /etc /mnt -ReadOnly)" | Should -Be 'type=bind,source=/etc,target=/mnt,ro'
        "$(New-ContainerMount -Type tmpfs -Target /opt -Size 1MB -Options noexec)" | Should -Be 'type=tmpfs,target=/opt,noexec,size=1048576'
    }

    It 'refuses <_>' -ForEach '/etc relative', '/etc /', '-Type nonsense -Target /mnt', '/etc /mnt -Options nonsense' {
        { Invoke-Expression "New-ContainerMount $_" } | Should -Throw -ErrorId 'Mount.Invalid,*'
    }

    It 'is seen in the container' {
        Invoke-ContainerCommand -Mount (New-ContainerMount /etc /mnt -ReadOnly) -- ls /mnt/passwd | Should -Be /mnt/passwd
    }
}
