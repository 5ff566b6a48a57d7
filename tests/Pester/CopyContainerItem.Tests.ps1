BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
}

Describe 'Copy-ContainerItem' {
    BeforeAll {
        $c = New-NamespacedProcess -Name "$prefix-one" -Mount 'type=tmpfs,target=/mnt'
    }

    AfterAll {
        $c | Remove-Container -Force
    }

    It 'copies folders in and out, with their modes' {
        $null = New-Item -ItemType Directory "$TestDrive/tree/sub"
        Set-Content "$TestDrive/tree/sub/leaf" green
        chmod 640 "$TestDrive/tree/sub/leaf"
        Copy-ContainerItem "$TestDrive/tree" /mnt -ToContainer $c
        $c | Invoke-ContainerCommand -- stat -c %a /mnt/tree/sub/leaf | Should -Be 640
        (Copy-ContainerItem /mnt/tree "$TestDrive/back" -FromContainer $c -PassThru).FullName | Should -Be "$TestDrive/back"
        Get-Content "$TestDrive/back/sub/leaf" | Should -Be green
    }

    It 'takes files from the pipeline' {
        1..3 | ForEach-Object { Set-Content "$TestDrive/file$_" $_ }
        Get-ChildItem "$TestDrive/file*" | Copy-ContainerItem -Destination /mnt/ -ToContainer $c.Name -PassThru | Should -Be /mnt/file1, /mnt/file2, /mnt/file3
    }

    It 'stays inside the root, whatever a link says' {
        $c | Invoke-ContainerCommand -- ln -s ../../../../etc/hostname /mnt/out
        Set-Content "$TestDrive/mine" mine
        Copy-ContainerItem "$TestDrive/mine" /mnt/out -ToContainer $c -ErrorAction Ignore
        Get-Content /etc/hostname | Should -Not -Be mine
    }

    It 'changes nothing with -WhatIf' {
        Copy-ContainerItem /etc/os-release /mnt/whatif -ToContainer $c -WhatIf
        $c | Invoke-ContainerCommand -- ls /mnt | Should -Not -Contain whatif
    }

    It 'says which is missing' {
        { Copy-ContainerItem "$TestDrive/nothing" /mnt -ToContainer $c -ErrorAction Stop } | Should -Throw -ErrorId '*NotFound,*'
        { Copy-ContainerItem /etc/os-release /mnt -ToContainer no-such -ErrorAction Stop } | Should -Throw -ErrorId 'Container.NotFound,*'
    }
}
