# A tour of PSContainer with real containers. In pwsh:  ./quick-start.ps1
# Without pwsh, but with the .NET SDK:                  dotnet run --project samples/QuickStart
# It uses only what the bare engine has, makes nothing that it does not remove, and needs no network: the containers see the host's
# own root, read-only, or an image that is made on the spot.

$ErrorActionPreference = 'Stop'

if (-not (Get-Module PSContainer)) {
    Import-Module "$PSScriptRoot/../../out/PSContainer"
}

function Get-HostName { [IO.File]::ReadAllText('/proc/sys/kernel/hostname').Trim() }
function Get-HostMount { [IO.File]::ReadAllText('/proc/self/mountinfo') }

$hostName = Get-HostName
$hostMounts = Get-HostMount

''
"1. A container has a host name of its own. The host's is '$hostName'; the container's:"
Invoke-ContainerCommand -Hostname quick-start hostname

''
'2. Its first process is number 1:'
Invoke-ContainerCommand -- sh -c 'echo $$'

''
'3. It sees its own processes, and no other:'
if (Get-Command ps -CommandType Application -ErrorAction Ignore) {
    Invoke-ContainerCommand -- sh -c 'ps -e -o pid,comm; exit 0'
}
else {
    Invoke-ContainerCommand -- sh -c 'sleep 9 & cd /proc; grep -H ^Name: [0-9]*/status; kill $!'
}

''
'4. Objects go in as lines, lines come out as objects:'
$shouted = 'one', 'two', 'three' | Invoke-ContainerCommand -- tr a-z A-Z
"$($shouted.Count) lines: $($shouted -join ', ')"

''
'5. The exit code is the command''s:'
Invoke-ContainerCommand -- sh -c 'exit 3'
"`$LASTEXITCODE is $LASTEXITCODE"

''
'6. Cmdlets compose: an empty container is made, named, entered:'
$container = New-NamespacedProcess
try {
    $container | Set-ContainerHostname web -PassThru | Invoke-ContainerCommand hostname
    Get-Container -Id $container.Id
}
finally {
    $container | Stop-Container -PassThru | Remove-Container
}

''
$memory = Test-ContainerHost | Where-Object Name -EQ MemoryController
if ($memory.Status -eq 'Ok') {
    '7. Memory is limited to 32 MiB, so this shell, which doubles a string until it is stopped, is ended by the kernel:'
    Invoke-ContainerCommand -Memory 32mb -ErrorAction SilentlyContinue -ErrorVariable outOfMemory -- sh -c 's=0123456789abcdef; while :; do s=$s$s; done'
    "$outOfMemory"
    "`$LASTEXITCODE is $LASTEXITCODE (128 + SIGKILL)"
}
else {
    "7. Memory cannot be limited by this user on this machine: $($memory.Detail) $($memory.Remedy)"
}

''
'8. An image is made of a folder with one program, and run; the image store is a folder of this tour''s own:'
$busybox = @('/bin/busybox', '/usr/bin/busybox').Where({ [IO.File]::Exists($_) }, 'First')
if ($busybox) {
    $folder = [IO.Directory]::CreateTempSubdirectory('quick-start-').FullName
    $PSContainerStore = "$folder/images"
    try {
        $bin = [IO.Directory]::CreateDirectory("$folder/root/bin").FullName
        [IO.File]::Copy($busybox[0], "$bin/busybox")
        foreach ($name in 'sh', 'echo', 'ls') { $null = [IO.File]::CreateSymbolicLink("$bin/$name", 'busybox') }
        $null = Import-ContainerImage "$folder/root" -Name busybox -Command sh
        Invoke-ContainerCommand -Image busybox echo A
        Invoke-ContainerCommand -Image busybox ls /
        Get-ContainerImage | Remove-ContainerImage
    }
    finally {
        $PSContainerStore = $null
        [IO.Directory]::Delete($folder, $true)
    }
}
else {
    'There is no busybox on this machine (Debian: busybox-static).'
}

''
'9. Nothing of this reached the host:'
"host name as before:   $((Get-HostName) -ceq $hostName)"
"mount table as before: $((Get-HostMount) -ceq $hostMounts)"
"containers left:       $(@(Get-Container).Where({ $_.Id -eq $container.Id }).Count)"
