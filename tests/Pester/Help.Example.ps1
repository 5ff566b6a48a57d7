# Runs one example of a page: the block of code marked powershell with this number, from 1. Its own process, with the module imported.
# Ends with 0 when it did what the page says, 1 when not, 77 when this machine cannot run it; what was wrong is printed.
# Only what the bare engine has is used here.
param([string] $Page, [int] $Number)

$ErrorActionPreference = 'Stop'

# The comments "setup" and the blocks "powershell" and "output" of a page, each output with the example before it.
function Read-Example([string] $Path) {
    $pattern = '(?ms)^<!-- setup\n(?<setup>.*?)^-->$|^```powershell\n(?<code>.*?)^```$|^```output\n(?<output>.*?)^```$|^#{1,3} (?<heading>.+?)$'
    $setup = ''
    $example = $null
    foreach ($match in [regex]::Matches([IO.File]::ReadAllText($Path), $pattern)) {
        if ($match.Groups['heading'].Success) { $example = $null; $setup = '' }
        elseif ($match.Groups['setup'].Success) { $setup = $match.Groups['setup'].Value }
        elseif ($match.Groups['output'].Success) { if ($example) { $example.Output = $match.Groups['output'].Value } }
        else {
            $example = @{ Setup = $setup; Code = $match.Groups['code'].Value; Output = $null }
            $setup = ''
            $example
        }
    }
}

function Exit-Skipped([string] $Reason) { throw [OperationCanceledException]::new($Reason) }

# What setups may call.
function Skip-Unless($Condition, [string] $Reason) { if (-not $Condition) { Exit-Skipped $Reason } }
function Test-Root { [Environment]::IsPrivilegedProcess }
function Test-Limit { -not (Test-ContainerHost | Where-Object { $_.Name -in 'MemoryController', 'PidsController', 'CpuController' -and $_.Status -ne 'Ok' }) }
function New-BusyBoxRoot([string] $Path) {
    Skip-Unless ([IO.File]::Exists('/usr/bin/busybox')) 'needs /usr/bin/busybox (Debian: busybox-static)'
    $bin = [IO.Directory]::CreateDirectory([IO.Path]::Combine($Path, 'bin')).FullName
    [IO.File]::Copy('/usr/bin/busybox', "$bin/busybox")
    foreach ($name in 'sh', 'ls', 'ps', 'hostname', 'sleep', 'cat', 'id', 'true', 'echo') {
        $null = [IO.File]::CreateSymbolicLink("$bin/$name", 'busybox')
    }
}

# A root file system as an archive, for images.
function New-BusyBoxArchive([string] $Path) {
    $root = [IO.Path]::Combine([IO.Path]::GetTempPath(), "archive-$([guid]::NewGuid())")
    try {
        New-BusyBoxRoot $root
        [Formats.Tar.TarFile]::CreateFromDirectory($root, $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path), $false)
    }
    finally {
        if ([IO.Directory]::Exists($root)) { [IO.Directory]::Delete($root, $true) }
    }
}

# pwsh has every command that an example may use; the bare engine has not.
function Find-MissingCommand([string] $Code) {
    $ast = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $null)
    foreach ($command in $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
        $name = $command.GetCommandName()
        if ($name -and -not (Get-Command $name -ErrorAction Ignore)) { $name }
    }
}

# Ids, numbers and the widths of columns differ from run to run.
function Format-Comparable([string] $Text) {
    $lines = $Text -split '\r?\n' | ForEach-Object { ($_ -replace '\e\[[\d;]*m' -replace '\b[0-9a-f]{12,64}\b', 'ID' -replace '\d+', '0' -replace '-{2,}', '-' -replace '\s+', ' ').Trim() }
    ($lines | Where-Object { $_ }) -join "`n"
}

function Format-Output([object[]] $Objects) {
    if (Get-Command Out-String -ErrorAction Ignore) { $Objects | Out-String -Width 200 }
    elseif (-not ($Objects | Where-Object { $_ -isnot [string] -and $_ -isnot [ValueType] })) { $Objects -join "`n" }
}

function Invoke-Code([string] $Code) {
    $ErrorActionPreference = 'Continue'
    $all = try { . ([scriptblock]::Create($Code)) 2>&1 } catch { $_ }
    @{
        Errors  = @($all | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        Objects = @($all | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] })
    }
}

function Test-Example($Example) {
    $expected = [regex]::Match($Example.Setup, '(?m)^# error: (.+)$').Groups[1].Value
    # In this scope, so that the example finds the setup's variables.
    $setup = (. Invoke-Code $Example.Setup).Errors
    foreach ($record in $setup) {
        if ($record.Exception -is [OperationCanceledException]) { throw $record.Exception }
        "The setup failed: $record"
    }

    # It is under another path here, and PowerShell knows modules by their paths.
    if ($Example.Code -match 'Import-Module') { Remove-Module PSContainer }
    $result = . Invoke-Code $Example.Code
    foreach ($record in $result.Errors | Where-Object { -not $expected -or $_.FullyQualifiedErrorId -notlike "$expected*" }) {
        "$($record.FullyQualifiedErrorId): $record"
    }

    if ($expected -and -not $result.Errors) { "The error $expected did not come." }
    $text = Format-Output $result.Objects
    if ($Example.Output -and $null -ne $text -and (Format-Comparable $text) -cne (Format-Comparable $Example.Output)) {
        "The page says:`n$($Example.Output)`nBut it was:`n$text"
    }
}

$example = @(Read-Example $Page)[$Number - 1]
$missing = @(Find-MissingCommand ($example.Setup + "`n" + $example.Code))
if ($missing -and -not (Get-Command Out-String -ErrorAction Ignore)) {
    "needs pwsh, for $($missing -join ', ')"
    exit 77
}

$folder = [IO.Directory]::CreateTempSubdirectory('example-').FullName
[Environment]::CurrentDirectory = $folder
$null = $ExecutionContext.SessionState.Path.SetLocation($folder)
$env:PSCONTAINER_STORE = "$folder/.images"
$module = (Get-Module PSContainer).ModuleBase
$null = [IO.Directory]::CreateDirectory("$folder/out")
$null = [IO.Directory]::CreateSymbolicLink("$folder/out/PSContainer", [IO.Path]::GetDirectoryName($module))
try {
    $problems = @(Test-Example $example)
    $problems
    $code = $problems ? 1 : 0
}
catch [OperationCanceledException] {
    $_.Exception.Message
    $code = 77
}
finally {
    Get-Container | Remove-Container -Force
    if (Get-Container) { throw 'A container is left.' }

    [Environment]::CurrentDirectory = '/'
    $null = $ExecutionContext.SessionState.Path.SetLocation('/')
    [IO.Directory]::Delete($folder, $true)
}

exit $code
