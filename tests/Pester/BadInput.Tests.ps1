BeforeDiscovery {
    $isRoot = [Environment]::UserName -eq 'root'
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
    $module = (Get-Module PSContainer).Path

    # The id of the error that a script ends with in a pwsh of its own, on a machine that was changed for it alone.
    function Get-ErrorIdOn([string] $Change, [string] $Script, [string] $Manifest = $module, [string[]] $Namespace = '--mount') {
        unshare @Namespace sh -c "$Change && exec `"`$@`"" sh $pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$Manifest'
            try { $Script } catch { `$_.FullyQualifiedErrorId.Split(',')[0] }"
    }
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
        @{ Id = 'IdMap.TooLong'; Parameters = @{ UidMap = @(0..340 | ForEach-Object { "${_}:$($_ + 100000):1" }) } }
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
        1..20000 | Invoke-ContainerCommand -- head -n 1 | Should -Be 1
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
    }

    It 'takes output without line ends and bytes that are no text' {
        Invoke-ContainerCommand -- printf 'a\377b' | Should -Be "a$([char] 0xfffd)b"
        (Invoke-ContainerCommand -- head -c 100000000 /dev/zero | Measure-Object Length -Sum).Sum | Should -Be 100000000
    }

    It 'says which command a root lacks' {
        $root = (New-Item TestDrive:/bare/bin -ItemType Directory).Parent.FullName
        { Invoke-ContainerCommand -RootPath $root sh } | Should -Throw -ErrorId 'Command.NotFound,*'
        $LASTEXITCODE | Should -Be 127
    }

    It 'names a launcher that is <Problem>' -ForEach @(
        @{ Problem = 'missing'; Damage = { Remove-Item $args }; Id = 'Launcher.NotFound' }
        @{ Problem = 'not executable'; Damage = { chmod a-x $args }; Id = 'Launcher.NotExecutable' }
    ) {
        $copy = (Copy-Item (Split-Path $module) "TestDrive:/$($Problem -replace ' ')" -Recurse -PassThru)[0].FullName
        & $Damage "$copy/pscontainer"
        Get-ErrorIdOn 'true' 'Invoke-ContainerCommand true' -Manifest "$copy/PSContainer.psd1" | Should -Be $Id
    }

    It 'names a state folder that cannot be written' {
        Get-ErrorIdOn 'mkdir -p -m 0700 /run/pscontainer && mount -t tmpfs -o ro,mode=0700 none /run/pscontainer' 'New-NamespacedProcess' | Should -BeLike 'State.*'
    }

    It 'says that user namespaces are switched off' {
        Get-ErrorIdOn 'echo 0 >/proc/sys/user/max_user_namespaces' 'Invoke-ContainerCommand -Namespace User -- true' -Namespace '--user', '--map-root-user' |
            Should -Be 'Clone.Clone3.ENOSPC'
    }

    It 'refuses ids that a user has not got' {
        $as = 'setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', 'env', 'HOME=/tmp'
        & $as[0] $as[1..7] sh -c 'test -x "$0" && test -r "$1"' $pwsh $module
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'pwsh or the module is out of other users'' reach' }
        & $as[0] $as[1..7] $pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$module'
            try { Invoke-ContainerCommand -UidMap 0:200000:1000 -- true } catch { `$_.FullyQualifiedErrorId.Split(',')[0] }" |
            Should -BeIn 'IdMap.NotPermitted', 'IdMap.HelperMissing'
    }

    It 'is not disturbed by a state that is <Problem>' -ForEach @(
        @{ Problem = 'empty'; State = '' }
        @{ Problem = 'half written'; State = '{ "ociVersion": "1.0' }
        @{ Problem = 'somebody else''s'; State = '{ "id": "other", "pid": 1 }' }
    ) {
        $output = Get-ErrorIdOn 'mkdir -p -m 0700 /run/pscontainer && mount -t tmpfs -o mode=0700 none /run/pscontainer' "
            `$null = New-Item /run/pscontainer/broken -ItemType Directory
            Set-Content /run/pscontainer/broken/state.json '$State'
            Invoke-ContainerCommand echo fine
            (Get-Container).Status
            Get-Container | Remove-Container -Force
            (Get-ChildItem /run/pscontainer).Count"
        $output | Should -Be 'fine', 'Stopped', '0'
    }

    It 'names a process that has ended meanwhile' {
        $process = Start-Process sleep 100 -PassThru
        $process | Stop-Process -PassThru | Wait-Process
        { Invoke-ContainerCommand -JoinNamespace $process.Id -- true } | Should -Throw -ErrorId 'Process.NotFound,*'
    }

    It 'bears a container that ends while it is looked at' {
        $ids = foreach ($i in 1..20) {
            $c = New-NamespacedProcess -- sleep (0.002 * $i)
            try {
                $null = $c | Invoke-ContainerCommand true
                $null = Invoke-ContainerCommand -JoinNamespace $c true
            }
            catch {
                $_.FullyQualifiedErrorId.Split(',')[0]
            }

            $null = Get-Container -Id $c.Id
            $c | Remove-Container -Force
        }

        $ids | Where-Object { $_ -notin 'Container.NotRunning', 'Process.NotFound', 'Namespace.NotFound', 'Namespace.Ended', 'Launch.Vanished' } | Should -BeNullOrEmpty
    }
}
