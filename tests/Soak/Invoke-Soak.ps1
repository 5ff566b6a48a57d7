# Uses the module as a busy session would, for long: sessions, jobs, logs, restarts, images, and kills at random. Then compares what the
# session and the machine hold with what they held after the first tenth. Exit code: 0 when nothing has grown and nothing failed.
#   pwsh -NoProfile tests/Soak/Invoke-Soak.ps1 [-Minutes 30] [-Seed 1]
param(
    [ValidateRange(0.1, 10000)] [double] $Minutes = 30,
    [int] $Seed = [Random]::Shared.Next()
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module "$PSScriptRoot/../../out/PSContainer"

$random = [Random]::new($Seed)
$work = [IO.Directory]::CreateTempSubdirectory('pscontainer-soak-').FullName
$PSContainerStore = "$work/store"
$state = if ([Environment]::UserName -eq 'root') { '/run/pscontainer' } else { "$env:XDG_RUNTIME_DIR/pscontainer" }

# What PowerShell says where it is right: the container was killed.
$expected = 'SessionStateBroken|PSSessionStateBroken|Session\.|Container\.(NotRunning|NotFound|NoLongerRuns)|Launcher\.Died|Broken|NativeCommand'

$tasks = [ordered]@{
    session = {
        $session = New-ContainerSession
        foreach ($n in 1..3) { if ((Invoke-Command -Session $session { $args[0] * 2 } -ArgumentList $n) -ne 2 * $n) { throw 'a wrong answer' } }
        Remove-PSSession $session
    }
    'session, killed' = {
        $session = New-ContainerSession
        $job = Invoke-Command -Session $session { 1..1000 | ForEach-Object { $_; [Threading.Thread]::Sleep(10) } } -AsJob
        [Threading.Thread]::Sleep($random.Next(300))
        Get-Container $session.ComputerName | Stop-Container -Force
        $null = $job | Wait-Job -Timeout 60
        $job | Remove-Job -Force
        Remove-PSSession $session
    }
    'script block' = { if ((Invoke-ContainerCommand { $PID }) -ne 1) { throw 'not the first process' } }
    job = {
        $lines = Invoke-ContainerCommand -AsJob -- seq 1 1000 | Receive-Job -Wait -AutoRemoveJob
        if (@($lines).Count -ne 1000) { throw "$(@($lines).Count) lines" }
    }
    'job, stopped' = {
        $job = Invoke-ContainerCommand -AsJob -- sleep 1000
        [Threading.Thread]::Sleep($random.Next(50))
        $job | Stop-Job
        $job | Remove-Job
    }
    log = {
        $container = New-NamespacedProcess -- seq 1 20000
        $null = $container | Wait-Container -Timeout 60
        if (($container | Get-ContainerLog -Tail 1).Text -ne '20000') { throw 'no log' }
        $container | Remove-Container
    }
    restarts = {
        $container = New-NamespacedProcess -RestartPolicy OnFailure -RestartCount 2 -- sh -c 'echo once more; exit 3'
        $null = $container | Wait-Container -Timeout 60
        $container | Remove-Container
    }
    'a process, killed' = {
        $container = New-NamespacedProcess -- sleep 1000
        Get-Process -Id $container.ProcessId | Stop-Process -Force
        $null = $container | Wait-Container -Timeout 60
        $container | Remove-Container
    }
    'a monitor, killed' = {
        $container = New-NamespacedProcess -- sleep 1000
        $parent = [int]((Get-Content "/proc/$($container.ProcessId)/stat") -replace '^.*\) ' -split ' ')[1]
        Get-Process -Id $parent | Stop-Process -Force
        $container | Remove-Container -Force
    }
    image = { if ((Invoke-ContainerCommand -Image soak -- cat /text) -ne 'text') { throw 'not the image' } }
    bytes = {
        $sum = Invoke-ContainerCommand -- head -c 3000000 /dev/zero | Invoke-ContainerCommand -- wc -c
        if ("$sum".Trim() -ne '3000000') { throw "$sum bytes" }
    }
    pool = { if ((1..20 | Invoke-ContainerCommand { $_ } -ThrottleLimit 3 | Measure-Object -Sum).Sum -ne 210) { throw 'not all' } }
    limits = {
        $container = New-NamespacedProcess -Memory 64MB -- sleep 1000
        $container | Set-ContainerResource -PidsLimit 50
        $null = $container | Measure-Container
        $container | Suspend-Container -PassThru | Resume-Container
        $container | Remove-Container -Force
    }
}

function Measure-Held {
    foreach ($i in 1..3) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
    [pscustomobject]@{
        Minute      = [Math]::Round($clock.Elapsed.TotalMinutes, 1)
        Rounds      = $rounds
        MemoryMB    = [Math]::Round([Diagnostics.Process]::GetCurrentProcess().WorkingSet64 / 1MB)
        HeapMB      = [Math]::Round([GC]::GetTotalMemory($true) / 1MB)
        # Not those of assemblies, which the runtime keeps open from their first use.
        Descriptors = @([IO.Directory]::GetFileSystemEntries("/proc/$PID/fd") | Where-Object { [IO.FileInfo]::new($_).LinkTarget -notlike '*.dll' }).Count
        Threads     = [IO.Directory]::GetDirectories("/proc/$PID/task").Count
        Children    = @([IO.Directory]::GetDirectories("/proc/$PID/task") | ForEach-Object { (Get-Content "$_/children" -ErrorAction Ignore) -split ' ' } | Where-Object { $_ }).Count
        Mounts      = [IO.File]::ReadAllLines('/proc/self/mountinfo').Count
        Containers  = @(Get-Container).Count
        State       = @(Get-ChildItem $state -Force -Exclude .events, .names).Count
        Own         = @(Get-ChildItem "$PSContainerStore/containers").Count
    }
}

$clock = [Diagnostics.Stopwatch]::StartNew()
$rounds = 0
$failures = [Collections.Generic.List[string]]::new()
try {
    $null = New-Item "$work/root/bin" -ItemType Directory
    Copy-Item ([string](Get-Command busybox).Source) "$work/root/bin/busybox"
    foreach ($name in 'sh', 'cat') { $null = New-Item "$work/root/bin/$name" -ItemType SymbolicLink -Target busybox }
    Set-Content "$work/root/text" text
    $null = Import-ContainerImage "$work/root" -Name soak

    "seed $Seed"
    $names = @($tasks.Keys)
    $held = [Collections.Generic.List[object]]::new()
    while ($clock.Elapsed.TotalMinutes -lt $Minutes) {
        $name = $names[$random.Next($names.Count)]
        try { $null = & $tasks[$name] }
        catch {
            if ("$($_.FullyQualifiedErrorId) $_" -notmatch $expected) { $failures.Add("$name`: $_ ($($_.FullyQualifiedErrorId))"); $failures[-1] }
        }
        $rounds++
        if ($clock.Elapsed.TotalMinutes -ge $Minutes / 10 * ($held.Count + 1)) { $held.Add((Measure-Held)); $held[-1] | Format-Table -Property * -AutoSize | Out-String -Width 200 | ForEach-Object Trim }
    }

    $first, $last = $held[0], (Measure-Held)
    $last | Format-Table -Property * -AutoSize | Out-String -Width 200 | ForEach-Object Trim
    foreach ($what in 'Descriptors', 'Threads', 'Children', 'Mounts', 'Containers', 'State', 'Own') {
        # A thread more, and what it waits with, is the runtime's own: its pool comes and goes.
        $allowed = $what -in 'Descriptors', 'Threads' ? 6 : 0
        if ($last.$what -gt $first.$what + $allowed) { $failures.Add("$what grew from $($first.$what) to $($last.$what)") }
    }
    if ($last.HeapMB -gt $first.HeapMB + 16) { $failures.Add("The heap grew from $($first.HeapMB) to $($last.HeapMB) MB") }
    if ($last.MemoryMB -gt $first.MemoryMB * 1.3 + 32) { $failures.Add("Memory grew from $($first.MemoryMB) to $($last.MemoryMB) MB") }
}
finally {
    Get-ContainerImage soak -ErrorAction Ignore | Remove-ContainerImage
    Remove-Item $work -Recurse -Force
}

if ($failures.Count -gt 0) { ''; $failures; exit 1 }
"$rounds rounds in $([Math]::Round($clock.Elapsed.TotalMinutes, 1)) minutes; nothing has grown."
