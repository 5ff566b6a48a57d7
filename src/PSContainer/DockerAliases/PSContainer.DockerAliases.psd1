@{
    RootModule           = 'PSContainer.DockerAliases.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = 'c0d5a7e2-6d0e-4b55-9a3b-2f3f8f1c7d20'
    Author               = 'PSContainer contributors'
    Description          = 'Docker''s words for the cmdlets of PSContainer: docker-run, docker-ps and others.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    RequiredModules      = @('PSContainer')
    FunctionsToExport    = @()
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @('docker-*')
}
