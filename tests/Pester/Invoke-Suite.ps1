# Runs the suites of this folder, and writes what came of them to a JSON file if one is named. Exit code: 0 when all passed.
#   pwsh -NoProfile tests/Pester/Invoke-Suite.ps1 [Module ...] [-ReportPath report.json]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)] [string[]] $Name = '*',
    [string] $ReportPath
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0

$configuration = New-PesterConfiguration
$configuration.Run.Path = @($Name | ForEach-Object { Get-Item "$PSScriptRoot/$_.Tests.ps1" } | ForEach-Object FullName)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration

# A block or a file fails by itself when its BeforeAll or AfterAll does.
$failed = @($result.Failed) + @($result.FailedBlocks) + @($result.FailedContainers) | Where-Object { $_ }
if ($ReportPath) {
    [ordered]@{
        passed   = $result.PassedCount
        failed   = @($failed).Count
        skipped  = $result.SkippedCount
        failures = @($failed | ForEach-Object {
                [ordered]@{
                    name    = "$($_.ExpandedPath ?? $_.Item ?? $_.Name)"
                    message = ($_.ErrorRecord | ForEach-Object { "$_" }) -join "`n"
                }
            })
    } | ConvertTo-Json -Depth 4 | Set-Content $ReportPath
}

exit ($failed -or $result.TotalCount -eq 0 ? 1 : 0)
