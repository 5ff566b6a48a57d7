# Each parameter that says what a container is to be, in each cmdlet that makes one.
BeforeDiscovery {
    $isRoot = [Environment]::UserName -eq 'root'
    $cases = foreach ($cmdlet in 'Invoke-ContainerCommand', 'New-NamespacedProcess', 'New-Container') {
        @(
            @{ Parameters = @{ Writable = $true }; Script = 'echo through >FOLDER/written && cat FOLDER/written'; Output = 'through' }
            @{ Parameters = @{ RootPath = 'ROOT' }; Script = 'echo /*'; Output = '/bin /dev /proc /sys' }
            @{ Parameters = @{ RootPath = 'ROOT'; ReadOnly = $true }; Script = 'echo >/new || echo refused'; Output = 'refused' }
            @{ Parameters = @{ Namespace = 'Pid', 'Mount' }; Script = 'hostname'; Output = 'HOST' }
            @{ Parameters = @{ JoinNamespace = @{ Uts = $PID } }; Script = 'hostname'; Output = 'HOST' }
            @{ Parameters = @{ Hostname = 'web' }; Script = 'hostname'; Output = 'web' }
            @{ Parameters = @{ DomainName = 'example.org' }; Script = 'cat /proc/sys/kernel/domainname'; Output = 'example.org' }
            @{ Parameters = @{ UidMap = '0:100000:10' }; Script = 'tr -s " " </proc/self/uid_map'; Output = ' 0 100000 10' }
            @{ Parameters = @{ GidMap = '0:100000:10' }; Script = 'tr -s " " </proc/self/gid_map'; Output = ' 0 100000 10' }
            @{ Parameters = @{ BootTimeOffset = 86400 }; Script = 'grep boot /proc/self/timens_offsets | tr -s " "'; Output = 'boottime 86400 0' }
            @{ Parameters = @{ MonotonicOffset = 3600 }; Script = 'grep mono /proc/self/timens_offsets | tr -s " "'; Output = 'monotonic 3600 0' }
            @{ Parameters = @{ Mount = 'type=tmpfs,target=/mnt' }; Script = 'stat -f -c %T /mnt'; Output = 'tmpfs' }
            @{ Parameters = @{ PidsLimit = 4 }; Script = '(for i in 1 2 3 4 5 6; do sleep 0.2 & done) 2>/dev/null || echo limited'; Output = 'limited' }
            @{ Parameters = @{ Capability = 'NET_ADMIN'; DropCapability = 'ALL' }; Script = 'grep CapEff /proc/self/status'; Output = "CapEff:`t0000000000001000" }
            @{ Parameters = @{ SeccompProfile = 'Unconfined' }; Script = 'grep Seccomp: /proc/self/status'; Output = "Seccomp:`t0" }
            @{ Parameters = @{ Environment = @{ FIRST = 'a b'; SECOND = 2 } }; Script = 'echo $FIRST $SECOND'; Output = 'a b 2' }
            @{ Parameters = @{ WorkingDirectory = '/usr/bin' }; Script = 'pwd'; Output = '/usr/bin' }
            @{ Parameters = @{ User = '12:34' }; Script = 'id -u; id -g'; Output = '12', '34' }
            @{ Parameters = @{ Privileged = $true }; Script = 'grep -h -e NoNewPrivs -e Seccomp: /proc/self/status'; Output = "NoNewPrivs:`t0", "Seccomp:`t0" }
            @{ Parameters = @{ Device = '/dev/zero:/dev/mine:r' }; Script = 'stat -c %t:%T /dev/mine'; Output = '1:5' }
            @{ Parameters = @{ Ulimit = 'nofile=100:200', 'core=0' }; Script = 'ulimit -Sn; ulimit -Hn; ulimit -c'; Output = '100', '200', '0' }
            @{ Parameters = @{ Sysctl = @{ 'net.core.somaxconn' = 1234 } }; Script = 'cat /proc/sys/net/core/somaxconn'; Output = '1234' }
            @{ Parameters = @{ OomScoreAdjust = 321 }; Script = 'cat /proc/self/oom_score_adj'; Output = '321' }
            @{ Parameters = @{ CpuSet = '0' }; Script = 'grep -h Cpus_allowed_list /proc/self/status'; Output = "Cpus_allowed_list:`t0" }
            @{ Parameters = @{ Init = $true }; Script = 'test $$ = 1 || echo below'; Output = 'below' }
        ) | ForEach-Object { $_ + @{ Cmdlet = $cmdlet; Shown = $_.Parameters.Keys -join ' and -' } }
    }
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $before = Get-MachineState
    $folder = (New-Item "/var/tmp/$(New-TestName)" -ItemType Directory).FullName
    $root = (New-Item $folder/root/bin -ItemType Directory).Parent.FullName
    Copy-Item /usr/bin/busybox $root/bin/sh

    # What a command writes in a container that the cmdlet makes.
    function Get-ContainerOutput([string] $Cmdlet, [hashtable] $Parameters, [string] $Script) {
        if ($Cmdlet -eq 'Invoke-ContainerCommand') {
            return Invoke-ContainerCommand @Parameters -- sh -c $Script
        }

        if ($Cmdlet -eq 'New-NamespacedProcess') {
            & $Cmdlet @Parameters -RedirectStandardOutput $folder/out -- sh -c $Script | Wait-Container | Remove-Container
        }
        else {
            & $Cmdlet @Parameters -RedirectStandardOutput $folder/out -- sh -c $Script | Start-Container -PassThru | Wait-Container | Remove-Container
        }

        Get-Content $folder/out
    }

    function Expand-Place([string] $Text) {
        $Text.Replace('FOLDER', $folder).Replace('ROOT', $root).Replace('HOST', (Get-Content /proc/sys/kernel/hostname))
    }
}

AfterAll {
    Remove-Item $folder -Recurse
    Get-Leftover $before | Should -BeNullOrEmpty
}

Describe 'Parameters' -Skip:(-not $isRoot) {
    It '<Cmdlet> takes -<Shown>' -ForEach $cases {
        $given = @{}
        foreach ($name in $Parameters.Keys) {
            $given[$name] = if ($Parameters[$name] -is [string]) { Expand-Place $Parameters[$name] } else { $Parameters[$name] }
        }

        Get-ContainerOutput $Cmdlet $given (Expand-Place $Script) 2>$null | Should -Be ($Output | ForEach-Object { Expand-Place $_ })
    }

    It '<_> takes limits and labels' -ForEach 'New-NamespacedProcess', 'New-Container' {
        $c = & $_ -Memory 64MB -Cpu 0.5 -PidsLimit 77 -ContainerLabel @{ of = 'test' }
        try {
            $c.Labels['of'] | Should -Be test
            $values = Get-ChildItem /sys/fs/cgroup -Directory -Recurse -Depth 6 -Filter "*$($c.Id)*" -ErrorAction Ignore | ForEach-Object {
                Get-Content "$_/memory.limit_in_bytes", "$_/memory.max", "$_/pids.max", "$_/cpu.cfs_quota_us", "$_/cpu.max" -ErrorAction Ignore
            }
            $values | Should -Contain 67108864
            $values | Should -Contain 77
            $values -match '^50000( 100000)?$' | Should -Not -BeNullOrEmpty
        }
        finally {
            $c | Remove-Container -Force
        }
    }

    # What a machine may lack is looked at in the plan: weights of the processor and of disks, swap.
    It '<Cmdlet> plans -<Shown>' -ForEach @(
        foreach ($cmdlet in 'Invoke-ContainerCommand', 'New-NamespacedProcess', 'New-Container') {
            @{ Cmdlet = $cmdlet; Parameters = @{ CpuWeight = 100 }; Shown = 'CpuWeight'; Plan = '"shares":1024' }
            @{ Cmdlet = $cmdlet; Parameters = @{ IOWeight = 100 }; Shown = 'IOWeight'; Plan = '"blockIO":{"weight":100}' }
            @{ Cmdlet = $cmdlet; Parameters = @{ Memory = '64MB'; MemorySwap = '128MB'; MemoryReservation = '1MB' }; Shown = 'MemorySwap and -MemoryReservation'; Plan = '"reservation":1048576,"swap":134217728' }
        }
    ) {
        Start-Transcript $folder/transcript | Out-Null
        try { & $Cmdlet @Parameters -WhatIf -- true } finally { Stop-Transcript | Out-Null }
        Get-Content $folder/transcript -Raw | Should -Match ([regex]::Escape($Plan))
        Remove-Item $folder/transcript
    }

    It 'takes a container as an object, by name and by id' {
        $c = New-NamespacedProcess -Name (New-TestName) -Hostname web
        try {
            $c | Invoke-ContainerCommand hostname | Should -Be web
            Invoke-ContainerCommand -Name $c.Name hostname | Should -Be web
            Invoke-ContainerCommand -Id $c.Id hostname | Should -Be web
            'in' | Invoke-ContainerCommand -Name $c.Name cat | Should -Be in
            Invoke-ContainerCommand -Name $c.Name -User 5 -WorkingDirectory /etc -Environment @{ A = 1 } -- sh -c 'id -u; pwd; echo $A' | Should -Be '5', '/etc', '1'
            Invoke-ContainerCommand -InputObject in -Command cat -ArgumentList '-' | Should -BeNullOrEmpty -Because 'only a pipeline is standard input'
            Stop-Container -Id $c.Id
            (Wait-Container -Id $c.Id).ExitCode | Should -Be 143
            (Get-Container -Id $c.ShortId).Status | Should -Be Stopped
        }
        finally {
            Remove-Container -Id $c.Id -Force
        }
    }
}
