BeforeAll {
    . $PSScriptRoot/Helpers.ps1

    $PSContainerStore = "$TestDrive/store"
    New-Item -ItemType Directory "$TestDrive/root/bin" | Out-Null
    Set-Content "$TestDrive/root/bin/hello" 'hello'
    tar -C "$TestDrive/root" -cf "$TestDrive/root.tar" .
}

Describe 'Images' {
    It 'are imported from a root file system, listed, exported and removed' {
        $image = Import-ContainerImage "$TestDrive/root.tar" -Name hello:1 -Command cat, /bin/hello
        $image.Configuration.Command | Should -Be cat, /bin/hello
        (Get-ContainerImage hello:*).Id | Should -Be $image.Id
        $archive = $image | Export-ContainerImage -Path "$TestDrive/image.tar"
        tar -tf $archive | Should -Contain manifest.json
        Remove-ContainerImage hello:1
        Get-ContainerImage | Should -BeNullOrEmpty
        ($archive | Import-ContainerImage).Name | Should -Be docker.io/library/hello:1
    }

    It 'are shown as a table' {
        Get-ContainerImage | Format-Table | Out-String -Width 100 | Should -Match '(?m)^hello +1 +[0-9a-f]{12} +\d+s +[\d.]+ KB +[\d.]+ KB'
        Get-ContainerImage | Format-List | Out-String | Should -Match '(?m)^Command +: cat /bin/hello'
    }

    It 'come as bytes from the pipeline' {
        Get-Content -AsByteStream -ReadCount 4096 "$TestDrive/root.tar" | Import-ContainerImage -Name bytes | ForEach-Object Repository | Should -Be bytes
    }

    It 'are completed by name' {
        (TabExpansion2 'Remove-ContainerImage hel' 25).CompletionMatches.CompletionText | Should -Contain 'hello:1'
    }
}

Describe 'Containers of images' {
    BeforeAll {
        $busybox = '/usr/bin/busybox'
        if (Test-Path $busybox) {
            $bin = New-Item -ItemType Directory "$TestDrive/busybox/bin"
            Copy-Item $busybox $bin
            foreach ($name in 'sh', 'echo', 'cat', 'ls', 'touch', 'rm', 'id', 'pwd', 'sleep') { New-Item -ItemType SymbolicLink "$bin/$name" -Target busybox | Out-Null }
            New-Item -ItemType Directory "$TestDrive/busybox/data" | Out-Null
            Set-Content "$TestDrive/busybox/data/seed" 'seed'
            Import-ContainerImage "$TestDrive/busybox" -Name busybox -Command sh, '-c', 'pwd; echo $GREETING' -Environment @{ GREETING = 'hello' } -WorkingDirectory /data | Out-Null
        }
    }

    BeforeEach {
        if (-not (Test-Path /usr/bin/busybox)) { Set-ItResult -Skipped -Because 'it needs busybox (Debian: busybox-static)' }
    }

    AfterAll {
        Get-ContainerVolume | Remove-ContainerVolume
        Get-ContainerImage | Remove-ContainerImage -Force
    }

    It 'run a command, or the image''s own' {
        Invoke-ContainerCommand -Image busybox echo A | Should -Be A
        Invoke-ContainerCommand -Image busybox | Should -Be '/data', 'hello'
        Invoke-ContainerCommand -Image busybox -Entrypoint echo only | Should -Be only
        Get-ContainerImage busybox | Invoke-ContainerCommand echo piped | Should -Be piped
    }

    It 'leave the image as it was, and nothing else' {
        Invoke-ContainerCommand -Image busybox -- sh -c 'rm /data/seed; touch /data/new'
        Invoke-ContainerCommand -Image busybox ls /data | Should -Be seed
        Get-ChildItem "$PSContainerStore/containers" | Should -BeNullOrEmpty
    }

    It 'become images of their own' {
        $container = New-NamespacedProcess -Image busybox -- sleep 1000
        try {
            $container.Image | Should -Match '^busybox'
            $container | Invoke-ContainerCommand -- sh -c 'rm /data/seed; echo changed > /data/new'
            $container | New-ContainerImage -ImageName changed | Out-Null
            { Remove-ContainerImage busybox -ErrorAction Stop } | Should -Throw -ErrorId 'Image.InUse*'
        }
        finally {
            $container | Remove-Container -Force
        }

        Invoke-ContainerCommand -Image changed -- sh -c 'ls /data; cat /data/new' | Should -Be new, changed
    }

    It 'share volumes, which are filled from the image once' {
        New-ContainerVolume shared | Out-Null
        Invoke-ContainerCommand -Image busybox -Mount shared:/data -- sh -c 'cat /data/seed; rm /data/seed; touch /data/mine' | Should -Be seed
        Invoke-ContainerCommand -Image busybox -Mount shared:/data ls /data | Should -Be mine
        (Get-ContainerVolume sh*).InUse | Should -BeFalse
        Remove-ContainerVolume shared
        Get-ContainerVolume | Should -BeNullOrEmpty
    }

    It 'say what to do where there is no image' {
        { Invoke-ContainerCommand -Image nothing -Pull Never id -ErrorAction Stop } | Should -Throw -ErrorId 'Image.NotAvailable*'
    }
}
