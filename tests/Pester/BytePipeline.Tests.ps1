BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
}

AfterAll {
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'A pipeline of containers' {
    It 'keeps bytes from one to the next' {
        Invoke-ContainerCommand -- head -c 300000 /dev/zero | Invoke-ContainerCommand -- wc -c | Should -Be 300000
        Invoke-ContainerCommand -- printf '\377\0\n' | Invoke-ContainerCommand -- od -An -tx1 | Should -Be ' ff 00 0a'
    }

    It 'keeps bytes from and to commands of the host' {
        Invoke-ContainerCommand -- printf '\377\0' | od -An -tx1 | Should -Be ' ff 00'
    }

    It 'gives bytes where they are wanted' {
        $bytes = Invoke-ContainerCommand -AsByteStream -- printf '\377\0\1'
        , $bytes | Should -BeOfType byte[]
        $bytes | Should -Be 255, 0, 1
    }

    It 'ends when the last has enough' {
        Invoke-ContainerCommand -- yes | Invoke-ContainerCommand -- head -n 2 | Should -Be y, y
        Invoke-ContainerCommand -- yes | Select-Object -First 1 | Should -Be y
    }
}
