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

Describe 'Bad input' -Skip:(-not $isRoot) {
    It 'refuses <Parameters.Keys> <Parameters.Values>: <Id>' -ForEach @(
        @{ Id = 'HostName.Empty'; Parameters = @{ Hostname = '' } }
        @{ Id = 'HostName.TooLong'; Parameters = @{ Hostname = 'x' * 65 } }
        @{ Id = 'HostName.Invalid'; Parameters = @{ Hostname = "a`tb" } }
        @{ Id = 'CannotConvertArgumentNoMessage'; Parameters = @{ Namespace = 'Nonsense' } }
        @{ Id = 'User.Unknown'; Parameters = @{ User = 'nosuchuser' } }
        @{ Id = 'Spec.UnknownCapability'; Parameters = @{ Capability = 'NONSENSE' } }
        @{ Id = 'ParameterArgumentTransformationError'; Parameters = @{ Memory = '12xb' } }
        @{ Id = 'Limit.Memory'; Parameters = @{ Memory = 0 } }
        @{ Id = 'Limit.Memory'; Parameters = @{ Memory = '1000TB' } }
        @{ Id = 'Limit.Cpu'; Parameters = @{ Cpu = -1 } }
        @{ Id = 'Limit.Pids'; Parameters = @{ PidsLimit = 0 } }
        @{ Id = 'IdMap.Overlap'; Parameters = @{ UidMap = '0:0:10', '5:100:10' } }
        @{ Id = 'IdMap.Invalid'; Parameters = @{ UidMap = 'nonsense' } }
        @{ Id = 'Process.NotFound'; Parameters = @{ JoinNamespace = 4194399 } }
        @{ Id = 'Mount.SourceNotFound'; Parameters = @{ Mount = '/no/such/source:/mnt' } }
        @{ Id = 'Path.OutsideRoot'; Parameters = @{ Mount = '/etc:/../outside' } }
        @{ Id = 'Root.NotADirectory'; Parameters = @{ RootPath = '/no/such/root' } }
        @{ Id = 'Root.NotADirectory'; Parameters = @{ RootPath = '/etc/passwd' } }
    ) {
        { Invoke-ContainerCommand @Parameters -- true } | Should -Throw -ErrorId "$Id,PSContainer.Commands.InvokeContainerCommandCommand"
    }

    It 'tells a command that is not there from one that cannot be executed' {
        { Invoke-ContainerCommand nosuchcommand } | Should -Throw -ErrorId 'Command.NotFound,*'
        $LASTEXITCODE | Should -Be 127
        { Invoke-ContainerCommand /etc/passwd } | Should -Throw -ErrorId 'Command.NotExecutable,*'
        $LASTEXITCODE | Should -Be 126
        { Invoke-ContainerCommand '' } | Should -Throw -ErrorId 'Command.Empty,*'
    }

    It 'refuses a name twice, and names that are paths' {
        $c = New-NamespacedProcess -Name (New-TestName)
        try {
            { New-NamespacedProcess -Name $c.Name } | Should -Throw -ErrorId 'Container.NameInUse,*'
        }
        finally {
            $c | Remove-Container -Force
        }

        { New-NamespacedProcess -Name a/b } | Should -Throw -ErrorId 'Container.InvalidName,*'
        { New-NamespacedProcess -Name .. } | Should -Throw -ErrorId 'Container.InvalidName,*'
    }

    It 'refuses a mount through a link that leads out of the root' {
        $root = (New-Item TestDrive:/linked/bin -ItemType Directory).Parent.FullName
        $outside = (New-Item TestDrive:/outside -ItemType Directory).FullName
        $null = New-Item $root/link -ItemType SymbolicLink -Value $outside
        { Invoke-ContainerCommand -RootPath $root -Mount /etc:/link/x -- true } | Should -Throw -ErrorId 'Mount.TargetOutsideRoot,*'
        Get-ChildItem $outside | Should -BeNullOrEmpty
    }

    It 'takes long arguments and refuses longer ones' {
        (Invoke-ContainerCommand -- echo ('x' * 64KB)).Length | Should -Be 64KB
        { Invoke-ContainerCommand -- echo ('x' * 128KB) } | Should -Throw -ErrorId 'Command.TooLong,*'
        { Invoke-ContainerCommand -- echo @(1..200000 | ForEach-Object { 'x' * 100 }) } | Should -Throw -ErrorId 'Command.TooLong,*'
    }

    It 'ends quickly where the command stops reading' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        1..100000 | Invoke-ContainerCommand -- head -n 1 | Should -Be 1
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
    }

    It 'takes output without line ends and bytes that are no text' {
        Invoke-ContainerCommand -- printf 'a\377b' | Should -Be "a$([char] 0xfffd)b"
        (Invoke-ContainerCommand -- head -c 100000000 /dev/zero | Measure-Object Length -Sum).Sum | Should -Be 100000000
    }
}
