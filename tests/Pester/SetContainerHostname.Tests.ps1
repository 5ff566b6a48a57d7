BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
    $hostName = Get-Content /proc/sys/kernel/hostname
    $container = New-NamespacedProcess -Name "$prefix-one"
}

AfterAll {
    Get-Container "$prefix-*" | Remove-Container -Force
}

Describe 'Set-ContainerHostname' {
    AfterEach {
        Get-Content /proc/sys/kernel/hostname | Should -Be $hostName
    }

    It 'names a container in a pipeline' {
        $container | Set-ContainerHostname web -PassThru | Invoke-ContainerCommand hostname | Should -Be 'web'
        (Get-Container "$prefix-one").HostName | Should -Be 'web'
    }

    It 'names a container by name and by id' {
        Set-ContainerHostname -Name "$prefix-*" -HostName db
        $container | Invoke-ContainerCommand hostname | Should -Be 'db'
        Set-ContainerHostname cache -Id $container.ShortId
        $container | Invoke-ContainerCommand hostname | Should -Be 'cache'
    }

    It 'sets the domain name' {
        $container | Set-ContainerHostname -DomainName example.org
        $container | Invoke-ContainerCommand cat /proc/sys/kernel/domainname | Should -Be 'example.org'
    }

    It 'refuses <Problem>' -ForEach @(
        @{ Problem = 'an empty name'; Name = ''; Id = 'HostName.Empty' }
        @{ Problem = 'more than 64 bytes'; Name = 'x' * 65; Id = 'HostName.TooLong' }
        @{ Problem = 'a control character'; Name = "a`nb"; Id = 'HostName.Invalid' }
        @{ Problem = 'a space'; Name = 'a b'; Id = 'HostName.Invalid' }
        @{ Problem = 'a slash'; Name = 'a/b'; Id = 'HostName.Invalid' }
    ) {
        { $container | Set-ContainerHostname $Name } | Should -Throw -ErrorId "$Id,*"
    }
}
