# The table that README begins with, row by row.
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

Describe 'Building a container, step by step' -Skip:(-not $isRoot) {
    It 'runs a command with its input, output and exit code' {
        'one', 'two' | Invoke-ContainerCommand -- sh -c 'cat; exit 3' | Should -Be 'one', 'two'
        $LASTEXITCODE | Should -Be 3
        $? | Should -BeTrue
    }

    It 'streams lines as they are written' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Invoke-ContainerCommand -- sh -c 'echo first; sleep 30' | Select-Object -First 1 | Should -Be 'first'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
    }

    It 'has a host name of its own' {
        $name = Get-Content /proc/sys/kernel/hostname
        Invoke-ContainerCommand -Hostname web hostname | Should -Be web
        Invoke-ContainerCommand hostname | Should -Match '^[0-9a-f]{12}$'
        Invoke-ContainerCommand -Capability SYS_ADMIN -- sh -c 'hostname changed; hostname' | Should -Be changed
        Get-Content /proc/sys/kernel/hostname | Should -Be $name
    }

    It 'is process 1 and sees what is inside' {
        Invoke-ContainerCommand -- sh -c 'echo $$; ps -e -o comm=' | Should -Be '1', 'sh', 'ps'
    }

    It 'has mounts of its own' {
        $mounts = Get-Content /proc/self/mountinfo
        Invoke-ContainerCommand -Mount type=tmpfs,target=/mnt -- stat -f -c %T /mnt /proc | Should -Be 'tmpfs', 'proc'
        Get-Content /proc/self/mountinfo | Should -Be $mounts
    }

    It 'has the namespace <Kind> of its own where it is asked for' -ForEach @(
        @{ Kind = 'Pid'; File = 'pid' }, @{ Kind = 'Mount'; File = 'mnt' }, @{ Kind = 'Uts'; File = 'uts' }, @{ Kind = 'Ipc'; File = 'ipc' }
        @{ Kind = 'Network'; File = 'net' }, @{ Kind = 'User'; File = 'user' }, @{ Kind = 'Cgroup'; File = 'cgroup' }, @{ Kind = 'Time'; File = 'time' }
    ) {
        $own = foreach ($name in 'pid', 'mnt', 'uts', 'ipc', 'net', 'user', 'cgroup', 'time') {
            if ((Invoke-ContainerCommand -Namespace $Kind -- readlink /proc/self/ns/$name) -ne (readlink /proc/self/ns/$name)) { $name }
        }
        $own | Should -Be $File
    }

    It 'has loopback up in its network' {
        Invoke-ContainerCommand ls /sys/class/net | Should -Be lo
        [Convert]::ToInt32((Invoke-ContainerCommand cat /sys/class/net/lo/flags), 16) -band 1 | Should -Be 1
    }

    It 'maps users' {
        -split (Invoke-ContainerCommand -UidMap 0:100000:65536 -GidMap 0:100000:65536 cat /proc/self/uid_map) | Should -Be '0', '100000', '65536'
    }

    It 'shifts clocks' {
        Invoke-ContainerCommand -BootTimeOffset 86400 cat /proc/self/timens_offsets | Should -Contain 'boottime        86400         0'
    }

    It 'joins namespaces of a container, a process or a path' {
        $c = New-NamespacedProcess -Hostname shared
        try {
            foreach ($target in $c, $c.Name, $c.ProcessId, "/proc/$($c.ProcessId)/ns/uts", @{ Uts = $c }) {
                Invoke-ContainerCommand -JoinNamespace $target hostname | Should -Be shared
            }
        }
        finally {
            $c | Remove-Container -Force
        }
    }

    It 'limits memory, processes and processor time' {
        { Invoke-ContainerCommand -Memory 32MB -- sh -c 'x=$(head -c 200000000 /dev/zero | tr "\0" x); echo ${#x}' } |
            Should -Throw -ErrorId 'Command.OomKilled,*'
        $LASTEXITCODE | Should -Be 137
        Invoke-ContainerCommand -PidsLimit 4 -- sh -c 'for i in 1 2 3 4 5 6; do sleep 1 & done; wait' 2>&1 | Should -Match fork
        $used, $elapsed = Invoke-ContainerCommand -Cpu 0.1 -- bash -c 'TIMEFORMAT="%U %R"; time for ((i = 0; i < 100000; i++)); do :; done' 2>&1 | ForEach-Object { -split $_ }
        [double] $used | Should -BeLessThan (0.3 * $elapsed + 0.1)
    }

    It 'mounts files of the host' {
        Set-Content TestDrive:/file content
        $folder = (Get-Item TestDrive:/).FullName
        Invoke-ContainerCommand -Mount "${folder}:/mnt:ro" -- sh -c 'cat /mnt/file; touch /mnt/new 2>/dev/null; echo $?' | Should -Be content, 1
        Invoke-ContainerCommand -Mount "${folder}:/mnt" touch /mnt/new
        "$folder/new" | Should -Exist
    }

    It 'takes a folder as its root' {
        $root = (New-Item TestDrive:/root/bin -ItemType Directory).Parent.FullName
        Copy-Item /usr/bin/busybox $root/bin/sh
        Invoke-ContainerCommand -RootPath $root -- sh -c 'echo /*; cd ..; pwd' | Should -Be '/bin /dev /proc /sys', '/'
    }

    It 'sees the host''s root, read-only, and has private places' {
        Invoke-ContainerCommand -- sh -c 'touch /etc/nothing 2>/dev/null || echo refused; touch /tmp/a /run/a /dev/a /dev/shm/a && echo allowed' | Should -Be refused, allowed
        '/tmp/a', '/run/a', '/dev/a', '/dev/shm/a' | Should -Not -Exist
    }
}
