# Measures commands by turns in a session that is warm, and writes "name<tab>milliseconds" lines to a file.
param([string] $Module, [string] $Root, [string] $Bundle, [int] $Count, [string] $Out)

$ErrorActionPreference = 'Stop'
Import-Module $Module

# What a peer prints goes where a cmdlet's output goes in a script that uses it: into the pipeline.
$peers = [ordered]@{
    'Invoke-ContainerCommand' = { Invoke-ContainerCommand -RootPath $Root /bin/true }
    'bwrap --unshare-all'     = { bwrap --unshare-all --bind $Root / --proc /proc --dev /dev /bin/true }
    'crun run'                = { crun run --bundle $Bundle bench-session }
    '/bin/true'               = { & "$Root/bin/true" }
}

$absent = foreach ($name in @($peers.Keys)) {
    $why = try { $null = & $peers[$name] 2>&1; "exit code $LASTEXITCODE" } catch { "$_" }
    if ($why -ne 'exit code 0') {
        $peers.Remove($name)
        "!$name`t$why"
    }
}

$names = @($peers.Keys)
$clock = [Diagnostics.Stopwatch]::new()
$lines = for ($round = -20; $round -lt $Count; $round++) {
    for ($i = 0; $i -lt $names.Count; $i++) {
        $name = $names[($i + [Math]::Abs($round)) % $names.Count]
        $block = $peers[$name]
        $clock.Restart()
        $null = & $block
        $clock.Stop()
        if ($LASTEXITCODE -ne 0) { throw "${name}: exit code $LASTEXITCODE" }
        if ($round -ge 0) { "$name`t$($clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))" }
    }
}

[IO.File]::WriteAllLines($Out, [string[]] (@($absent) + @($lines)))
