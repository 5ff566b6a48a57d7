<#
.SYNOPSIS
    Builds, tests, packs or measures PSContainer.
.DESCRIPTION
    A thin wrapper around dotnet, for those who live in pwsh. What follows -- is passed on to dotnet.
.EXAMPLE
    ./build.ps1
    Builds an importable module in out/PSContainer.
.EXAMPLE
    ./build.ps1 -Task Test
    Runs all tests.
.EXAMPLE
    ./build.ps1 Test -- --filter-class "*Engine*"
    Runs some of them.
.EXAMPLE
    ./build.ps1 -Task Package
    Builds the module and packs its folder into out/PSContainer.<version>.zip.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Bench')]
    [string] $Task = 'Build',

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Arguments
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        exit $LASTEXITCODE
    }
}

function Save-Package {
    $manifest = Get-ChildItem out/PSContainer/*/PSContainer.psd1 | Sort-Object { [version] $_.Directory.Name } | Select-Object -Last 1
    $package = Join-Path $PSScriptRoot "out/PSContainer.$($manifest.Directory.Name).zip"
    [IO.File]::Delete($package)

    # Unpacked into a folder of $env:PSModulePath, they lie where Import-Module looks for this version; file modes are kept.
    $archive = [IO.Compression.ZipFile]::Open($package, 'Create')
    try {
        foreach ($file in Get-ChildItem -File -Recurse out/PSContainer, out/PSContainer.DockerAliases) {
            $name = [IO.Path]::GetRelativePath((Join-Path $PSScriptRoot out), $file.FullName)
            $null = [IO.Compression.ZipFileExtensions]::CreateEntryFromFile($archive, $file.FullName, $name, 'SmallestSize')
        }
    }
    finally {
        $archive.Dispose()
    }
    Get-Item $package
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        Build { Invoke-DotNet build PSContainer.sln @Arguments }
        Test { Invoke-DotNet test @Arguments }
        Package {
            Invoke-DotNet build PSContainer.sln @Arguments
            Save-Package
        }
        Bench { Invoke-DotNet run --project bench/PSContainer.Bench @Arguments }
    }
}
finally {
    Pop-Location
}
