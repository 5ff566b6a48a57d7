BeforeDiscovery {
    $hasTmux = [bool] (Get-Command tmux -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    . $PSScriptRoot/Helpers.ps1
    $prefix = New-TestName
    $turn = 0
    $pwsh = [Environment]::ProcessPath
    if ([IO.Path]::GetFileName($pwsh) -ne 'pwsh') { $pwsh = "$pwsh $([Environment]::GetCommandLineArgs()[0])" }

    function Send-Key { & tmux -L $socket send-keys -t t @args }
    function Get-Screen { (& tmux -L $socket capture-pane -p -t t -S -200) -join "`n" }
    # What is typed before the prompt is there is answered behind it.
    function Wait-Screen([string] $Pattern) {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ((Get-Screen) -cnotmatch "(?m)$Pattern") {
            if ($clock.Elapsed -gt '0:1:0') { throw "'$Pattern' was not shown: $(Get-Screen)" }
            Start-Sleep -Milliseconds 100
        }
    }
}

# As a person would: keys, a screen, and PSReadLine at the prompt before and after.
Describe 'A container at a terminal' -Skip:(-not $hasTmux) {
    BeforeEach {
        # One of its own for each test: the last one's server may still be ending.
        $script:socket = "pester-$PID-$(($script:turn++))"
        & tmux -L $socket -f /dev/null new-session -d -x 100 -y 30 -s t "$pwsh -NoLogo -NoProfile -NoExit -Command `"Import-Module '$($manifest.FullName)'; function prompt { 'ready> ' }`""
        Wait-Screen '^ready>'
    }

    AfterEach {
        & tmux -L $socket kill-server
        Get-Container "$prefix-*" | Remove-Container -Force
    }

    It 'runs a shell of the size of the window, and gives the prompt back' {
        Send-Key 'Invoke-ContainerCommand -Interactive -Environment @{ PS1 = "inside> " } -- sh' Enter
        Wait-Screen '^inside>'
        Send-Key 'stty size; tty; echo ü"€"' Enter
        Wait-Screen '(^|> )30 100'
        Wait-Screen '(^|> )/dev/pts/0'
        Wait-Screen '(^|> )ü€'
        & tmux -L $socket resize-window -t t -x 90 -y 40
        Send-Key 'until stty size | grep "40 90"; do sleep 0.1; done' Enter
        Wait-Screen '(^|> )40 90'
        Send-Key 'exit 7' Enter
        Wait-Screen '^ready>\s*\z'
        # Left and Backspace are PSReadLine's again.
        Send-Key '"code-$LASTEXITCODx"' Left BSpace 'E' Enter
        Wait-Screen '(^|> )code-7'
    }

    It 'leaves Ctrl+C and Ctrl+Z to what runs inside' {
        $null = New-NamespacedProcess -Name "$prefix-one"
        Send-Key "Enter-Container $prefix-one -Environment @{ PS1 = 'inside> ' } -- sh" Enter
        Wait-Screen '^inside>'
        Send-Key 'sleep 1000' Enter
        Send-Key C-c
        Send-Key 'echo inter"rupted"' Enter
        Wait-Screen '(^|> )interrupted'
        Send-Key 'echo be"gun"; sleep 1000' Enter
        Wait-Screen '(^|> )begun'
        Start-Sleep -Milliseconds 300
        Send-Key C-z
        Send-Key 'jobs' Enter
        Wait-Screen 'Stopped .*sleep'
        Send-Key 'fg' Enter
        Start-Sleep -Milliseconds 300
        Send-Key C-c
        Send-Key 'exit 0' Enter
        Wait-Screen '^ready>\s*\z'
    }

    It 'can be left and come back to' {
        Send-Key "New-NamespacedProcess -Name $prefix-two -Terminal -Environment @{ PS1 = 'inside> ' } -- bash --norc | Enter-Container -Attach" Enter
        Wait-Screen '^inside>'
        Send-Key 'X=kept' Enter
        Send-Key C-p C-q
        Wait-Screen '^ready>\s*\z'
        Send-Key "Enter-Container $prefix-two -Attach" Enter
        Start-Sleep -Milliseconds 500
        Send-Key 'echo "it is $X"; exit 4' Enter
        Wait-Screen '(^|> )it is kept'
        Wait-Screen '^ready>\s*\z'
        Send-Key '"code-$LASTEXITCODE"' Enter
        Wait-Screen '(^|> )code-4'
        (Get-Container "$prefix-two").ExitCode | Should -Be 4
    }

    It 'is left by the keys that its user wants' {
        $null = New-NamespacedProcess -Name "$prefix-keys"
        Send-Key "Enter-Container $prefix-keys -DetachKeys 'Ctrl+X,q' -Environment @{ PS1 = 'inside> ' } -- bash --norc" Enter
        Wait-Screen '^inside>'
        Send-Key C-x q
        Wait-Screen '^ready>\s*\z'
        (Get-Container "$prefix-keys").Status | Should -Be Running
    }

    It 'gives the prompt back when the container is killed' {
        $null = New-NamespacedProcess -Name "$prefix-three"
        Send-Key "Enter-Container $prefix-three -Environment @{ PS1 = 'inside> ' } -- sh" Enter
        Wait-Screen '^inside>'
        Remove-Container "$prefix-three" -Force
        Wait-Screen '^ready>\s*\z'
        Send-Key '"code-$LASTEXITCODE"' Enter
        Wait-Screen '(^|> )code-137'
    }
}

Describe 'A container without a terminal' {
    It 'says that it needs one' {
        # A process of its own, whose input is a pipe.
        $words = $pwsh -split ' '
        $text = '' | & $words[0] @($words | Select-Object -Skip 1) -NoProfile -Command "Import-Module '$($manifest.FullName)'; try { Invoke-ContainerCommand -Interactive true } catch { `$_.FullyQualifiedErrorId }"
        $text | Should -Be 'Terminal.None,PSContainer.Commands.InvokeContainerCommandCommand'
    }
}
