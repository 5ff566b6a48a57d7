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

# The same pwsh as a server of its own process, as Start-Job has it.
function New-ProcessSession {
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace([Management.Automation.Runspaces.TypeTable]::LoadDefaultTypeFiles())
    $runspace.Open()
    [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
}

# In an order of chance: whoever is always second would pay for what the first one still does.
function Test-Turn([int] $Rounds, [Collections.IDictionary] $Peers) {
    $chance = [Random]::new(1)
    for ($round = 0; $round -lt $Rounds; $round++) {
        $names = [string[]] @($Peers.Keys)
        $chance.Shuffle($names)
        foreach ($name in $names) { & $Peers[$name] }
    }
}

foreach ($warm in 1, 2) { New-ContainerSession | Remove-PSSession; New-ProcessSession | Remove-PSSession }
Test-Turn ([Math]::Max(10, $Count / 10)) ([ordered]@{
    container = { Add-Time 'start container' { $script:session = New-ContainerSession; Invoke-Command -Session $session { $PID } }; Remove-PSSession $session }
    process   = { Add-Time 'start process' { $script:session = New-ProcessSession; Invoke-Command -Session $session { $PID } }; Remove-PSSession $session }
})

$inside, $outside = (New-ContainerSession), (New-ProcessSession)
foreach ($warm in 1..50) { foreach ($session in $inside, $outside) { $null = Invoke-Command -Session $session { $PID } } }
Test-Turn $Count ([ordered]@{
    container = { Add-Time 'call container' { Invoke-Command -Session $inside { $PID } } }
    process   = { Add-Time 'call process' { Invoke-Command -Session $outside { $PID } } }
})
Remove-PSSession $inside, $outside

foreach ($round in 1..3) { Add-Time 'pool' { 1..100 | Invoke-ContainerCommand { $_ * 2 } -ThrottleLimit 4 } }
Add-Time 'isolated' { 1..100 | Invoke-ContainerCommand { $_ * 2 } -Isolated -ThrottleLimit 4 }

Test-Turn 5 ([ordered]@{
    containers = { Add-Time 'bytes containers' { Invoke-ContainerCommand -- dd if=/dev/zero bs=64k count=32768 status=none | Invoke-ContainerCommand -- wc -c } }
    shell      = { Add-Time 'bytes shell' { sh -c 'dd if=/dev/zero bs=64k count=32768 status=none | wc -c' } }
})

[IO.File]::WriteAllLines($Out, $lines)
