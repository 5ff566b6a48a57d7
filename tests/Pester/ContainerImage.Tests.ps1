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
