BeforeDiscovery {
    $registryProgram = Get-Command docker-registry -CommandType Application -ErrorAction Ignore
    $skopeo = Get-Command skopeo -CommandType Application -ErrorAction Ignore
    $umoci = Get-Command umoci -CommandType Application -ErrorAction Ignore
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
}

Describe 'Request-ContainerImage' {
    BeforeAll {
        $PSContainerStore = "$TestDrive/store"
    }

    It 'says how to get an image that is to be in the store already' {
        { Request-ContainerImage busybox -Policy Never -ErrorAction Stop } | Should -Throw -ErrorId 'Image.NotFound,*'
    }

    It 'asks nobody with -WhatIf' {
        Request-ContainerImage registry.invalid/app -WhatIf | Should -BeNullOrEmpty
        "$TestDrive/store" | Should -Not -Exist
    }

    It 'tells a host that there is not' {
        { Request-ContainerImage registry.invalid/app -ErrorAction Stop } | Should -Throw -ErrorId 'Registry.NameResolution,*'
    }
}

Describe 'A registry on this machine' -Skip:(-not ($registryProgram -and $skopeo -and $umoci)) {
    BeforeAll {
        $PSContainerStore = "$TestDrive/store"
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        Set-Content "$TestDrive/config.yml" "version: 0.1`nstorage: {filesystem: {rootdirectory: $TestDrive/storage}}`nhttp: {addr: '127.0.0.1:$port'}"
        $server = Start-Process docker-registry serve, "$TestDrive/config.yml" -PassThru -RedirectStandardOutput "$TestDrive/out" -RedirectStandardError "$TestDrive/err"
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ($clock.Elapsed.TotalSeconds -lt 60) {
            try { [Net.Sockets.TcpClient]::new('127.0.0.1', $port).Dispose(); break } catch { Start-Sleep -Milliseconds 50 }
        }

        umoci init --layout "$TestDrive/layout"
        umoci new --image "$TestDrive/layout:1"
        umoci config --image "$TestDrive/layout:1" --config.cmd true
        skopeo --insecure-policy copy --dest-tls-verify=false "oci:$TestDrive/layout:1" "docker://localhost:$port/made:1" | Out-Null
    }

    AfterAll {
        $server | Stop-Process
    }

    It 'needs -AllowInsecure' {
        { Request-ContainerImage "localhost:$port/made:1" -ErrorAction Stop } | Should -Throw -ErrorId 'Registry.NoTls,*'
    }

    It 'gives an image and takes it back' {
        $image = Request-ContainerImage "localhost:$port/made:1" -AllowInsecure
        $image.Name | Should -Be "localhost:$port/made:1"
        $image | Send-ContainerImage -Destination "localhost:$port/again:2" -AllowInsecure
        (Request-ContainerImage "localhost:$port/again:2" -AllowInsecure).Digest | Should -Be $image.Digest
    }

    It 'tells which tags there are' {
        { Request-ContainerImage "localhost:$port/made:3" -AllowInsecure -ErrorAction Stop } | Should -Throw '*tags are: 1.*'
    }
}
