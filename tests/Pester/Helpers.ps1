# What the suites share. Dot-source it in BeforeAll:  . $PSScriptRoot/Helpers.ps1

$ErrorActionPreference = 'Stop'

$root = Split-Path (Split-Path $PSScriptRoot)
$manifest = Get-ChildItem "$root/out/PSContainer/*/PSContainer.psd1" | Sort-Object { [version] $_.Directory.Name } | Select-Object -Last 1
if (-not $manifest) {
    throw "The module has not been built: run 'dotnet build PSContainer.sln' in $root."
}

Import-Module $manifest.FullName

# This PowerShell, to start another one: .NET's tool has none in its home, and runs in the process of dotnet.
$pwsh = (Test-Path "$PSHOME/pwsh") ? "$PSHOME/pwsh" : (Get-Command pwsh -CommandType Application -TotalCount 1).Source

$ownProcesses = for ($process = Get-Process -Id $PID; $process; $process = $process.Parent) { $process.Id }

# What a container could leave on the machine, a line for each thing.
function Get-MachineState {
    Get-Content /proc/self/mountinfo | Where-Object { $_ -notmatch '/\S+-containers/' } | ForEach-Object { "mount $_" }
    Get-ChildItem /sys/fs/cgroup -Directory -Recurse -Depth 8 -Filter 'pscontainer*' -ErrorAction Ignore |
        Where-Object Name -NotMatch '^pscontainer-(test|bench)-' | ForEach-Object { "cgroup $_" }
    Get-ChildItem /run/pscontainer -ErrorAction Ignore | ForEach-Object { "state $_" }
    # One whose parent lives and is none of ours is another program's.
    Get-Process -Name pscontainer -ErrorAction Ignore | Where-Object { -not $_.Parent -or $_.Parent.Id -in $ownProcesses } |
        ForEach-Object { "process $($_.Id)" }
    "host name $(Get-Content /proc/sys/kernel/hostname)"
}

# What is there now and was not before. Others' containers come and go: what is new has some seconds to go away again.
function Get-Leftover([string[]] $Before, [timespan] $SettleTime = '0:0:10') {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $left = @(Get-MachineState | Where-Object { $_ -cnotin $Before })
    while ($left -and $clock.Elapsed -lt $SettleTime) {
        Start-Sleep -Milliseconds 50
        $now = Get-MachineState
        $left = @($left | Where-Object { $_ -cin $now })
    }

    $left
}

# A name that no other container has, for suites that run at the same time.
function New-TestName([string] $Prefix = 'pester') {
    '{0}-{1:n}' -f $Prefix, [guid]::NewGuid()
}
