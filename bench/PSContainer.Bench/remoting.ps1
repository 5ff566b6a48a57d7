# Measures sessions, pools and byte pipelines of containers by turns with what pwsh has without them, and writes "name<tab>milliseconds" lines.
param([string] $Module, [int] $Count, [string] $Out)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module
$lines = [Collections.Generic.List[string]]::new()

function Add-Time([string] $Name, [scriptblock] $Block) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Block
    $lines.Add("$Name`t$($clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))")
}

# The same pwsh as a server of its own process, as Start-Job has it; with -Apart in a login session of its own, which the kernel gives a
# share of the processors of its own (autogroup), as it does a container.
function New-ProcessSession([switch] $Apart) {
    $process = [Management.Automation.Runspaces.PowerShellProcessInstance]::new()
    if ($Apart) {
        $start = $process.Process.StartInfo
        $start.ArgumentList.Insert(0, $start.FileName)
        $start.FileName = 'setsid'
    }
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace([Management.Automation.Runspaces.TypeTable]::LoadDefaultTypeFiles(), $process)
    $runspace.Open()
    [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
}

function Test-Turn([int] $Rounds, [Collections.IDictionary] $Peers) {
    $names = @($Peers.Keys)
    for ($round = 0; $round -lt $Rounds; $round++) {
        for ($i = 0; $i -lt $names.Count; $i++) { & $Peers[$names[($i + $round) % $names.Count]] }
    }
}

foreach ($warm in 1, 2) { New-ContainerSession | Remove-PSSession; New-ProcessSession | Remove-PSSession }
Test-Turn ([Math]::Max(10, $Count / 10)) ([ordered]@{
    container = { Add-Time 'start container' { $script:session = New-ContainerSession; Invoke-Command -Session $session { $PID } }; Remove-PSSession $session }
    process   = { Add-Time 'start process' { $script:session = New-ProcessSession; Invoke-Command -Session $session { $PID } }; Remove-PSSession $session }
})

$inside, $outside, $apart = (New-ContainerSession), (New-ProcessSession), (New-ProcessSession -Apart)
foreach ($warm in 1..50) { foreach ($session in $inside, $outside, $apart) { $null = Invoke-Command -Session $session { $PID } } }
Test-Turn $Count ([ordered]@{
    container = { Add-Time 'call container' { Invoke-Command -Session $inside { $PID } } }
    process   = { Add-Time 'call process' { Invoke-Command -Session $outside { $PID } } }
    apart     = { Add-Time 'call apart' { Invoke-Command -Session $apart { $PID } } }
})
Remove-PSSession $inside, $outside, $apart

foreach ($round in 1..3) { Add-Time 'pool' { 1..100 | Invoke-ContainerCommand { $_ * 2 } -ThrottleLimit 4 } }
Add-Time 'isolated' { 1..100 | Invoke-ContainerCommand { $_ * 2 } -Isolated -ThrottleLimit 4 }

Test-Turn 5 ([ordered]@{
    containers = { Add-Time 'bytes containers' { Invoke-ContainerCommand -- dd if=/dev/zero bs=64k count=32768 status=none | Invoke-ContainerCommand -- wc -c } }
    shell      = { Add-Time 'bytes shell' { sh -c 'dd if=/dev/zero bs=64k count=32768 status=none | wc -c' } }
})

[IO.File]::WriteAllLines($Out, $lines)
