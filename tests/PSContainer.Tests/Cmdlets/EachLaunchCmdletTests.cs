using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>The parameters that say what a container is to be, in each cmdlet that makes one.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class EachLaunchCmdletTests : IDisposable
{
    private const string Launch = """
        param($Cmdlet, $Set, $Script, $Folder)
        $parameters = & ([scriptblock]::Create($Set))
        if ($Cmdlet -eq 'Invoke-ContainerCommand') {
            return Invoke-ContainerCommand @parameters -- sh -c $Script
        }

        $c = & $Cmdlet @parameters -RedirectStandardOutput "$Folder/out" -- sh -c $Script
        try {
            if ($Cmdlet -eq 'New-Container') { $c | Start-Container }
            $null = $c | Wait-Container -Timeout 30
            [IO.File]::ReadAllLines("$Folder/out")
        }
        finally {
            $c | Remove-Container -Force
        }
        """;

    private static readonly string[] s_cmdlets = ["Invoke-ContainerCommand", "New-NamespacedProcess", "New-Container"];

    // FOLDER is one of the host's, ROOT a root file system, UTS the host's namespace.
    private static readonly (string Set, string Script, string Output)[] s_parameters =
    [
        ("@{ RootPath = 'ROOT' }", "cat /etc/group", "root:x:0:|web:x:44:|more:x:55:web"),
        ("@{ Root = 'ROOT'; ReadOnly = $true }", "touch /new 2>/dev/null || echo refused", "refused"),
        ("@{ Root = 'ROOT'; ReadOnly = $false }", "touch /new && echo taken", "taken"),
        ("@{ Writable = $true }", "echo through >FOLDER/written && cat FOLDER/written", "through"),
        ("@{ }", "touch FOLDER/written 2>/dev/null || echo refused", "refused"),
        ("@{ Namespace = 'Pid', 'Mount' }", "test $(readlink /proc/self/ns/uts) = UTS && echo shared", "shared"),
        ("@{ Namespace = 'Uts' }", "test $(readlink /proc/self/ns/uts) = UTS || echo own", "own"),
        ("@{ JoinNamespace = @{ Uts = $PID } }", "test $(readlink /proc/self/ns/uts) = UTS && echo shared", "shared"),
        ("@{ Hostname = 'web' }", "hostname", "web"),
        ("@{ DomainName = 'example.org' }", "cat /proc/sys/kernel/domainname", "example.org"),
        ("@{ UidMap = '0:100000:10'; GidMap = '0:200000:20', '30:7' }", "tr -s ' ' </proc/self/uid_map; tr -s ' ' </proc/self/gid_map", " 0 100000 10| 0 200000 20| 30 7 1"),
        ("@{ BootTimeOffset = 86400 }", "grep boot /proc/self/timens_offsets | tr -s ' '", "boottime 86400 0"),
        ("@{ MonotonicOffset = '1:0:0' }", "grep mono /proc/self/timens_offsets | tr -s ' '", "monotonic 3600 0"),
        ("@{ Mount = 'FOLDER:/mnt:ro', 'type=tmpfs,target=/opt' }", "touch /mnt/x 2>/dev/null || echo refused; stat -f -c %T /opt", "refused|tmpfs"),
        ("@{ Volume = 'FOLDER:/mnt' }", "touch /mnt/x && rm /mnt/x && echo taken", "taken"),
        ("@{ PidsLimit = 4 }", "(for i in 1 2 3 4 5 6; do sleep 0.2 & done) 2>/dev/null || echo limited", "limited"),
        ("@{ Capability = 'NET_ADMIN'; DropCapability = 'ALL' }", "grep CapEff /proc/self/status", "CapEff:\t0000000000001000"),
        ("@{ SeccompProfile = 'Unconfined' }", "grep Seccomp: /proc/self/status", "Seccomp:\t0"),
        ("@{ SeccompProfile = 'Default' }", "grep Seccomp: /proc/self/status", "Seccomp:\t2"),
        ("@{ Environment = @{ FIRST = 'a b'; SECOND = 2 } }", "echo $FIRST $SECOND", "a b 2"),
        ("@{ Env = @{ FIRST = '' } }", "echo ${FIRST-none}", ""),
        ("@{ WorkingDirectory = '/usr/bin' }", "pwd", "/usr/bin"),
        ("@{ Cwd = '/etc' }", "pwd", "/etc"),
        ("@{ User = '12:34' }", "id -u; id -g", "12|34"),
        ("@{ Init = $true }", "test $$ = 1 || echo below", "below"),
        ("@{ Init = $false }", "echo $$", "1"),
    ];

    private readonly PowerShellEngine _engine = new();
    private readonly DirectoryInfo _folder = Directory.CreateDirectory($"/var/tmp/parameters-{Guid.NewGuid():N}");

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string cmdlet in s_cmdlets)
            {
                foreach ((string set, _, _) in s_parameters)
                {
                    cases.Add(cmdlet, set);
                }
            }

            return cases;
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_does_what_it_says(string cmdlet, string set)
    {
        if (set.Contains("Join", StringComparison.Ordinal) || set.Contains("UidMap", StringComparison.Ordinal))
        {
            Rights.NeedRoot("uses namespaces and users that are not the caller's");
        }
        else if (set.Contains("User", StringComparison.Ordinal))
        {
            Rights.NeedUsers();
        }
        else if (set.Contains("Limit", StringComparison.Ordinal))
        {
            Rights.NeedCgroups();
        }

        using BusyBoxRoot? root = set.Contains("ROOT", StringComparison.Ordinal) ? new BusyBoxRoot() : null;
        (_, string script, string output) = Array.Find(s_parameters, row => row.Set == set);
        EngineResult result = _engine.Run(Launch, cmdlet, Fill(set, root), Fill(script, root), _folder.FullName).ThrowOnErrors();
        Assert.Equal(output, string.Join('|', result.Lines));
    }

    [Theory]
    [InlineData("New-NamespacedProcess")]
    [InlineData("New-Container")]
    public void A_container_that_stays_has_its_limits_in_its_cgroup(string cmdlet)
    {
        Rights.NeedCgroups();
        EngineResult result = _engine.Run(
            """
            param($Cmdlet)
            $c = & $Cmdlet -Memory 64MB -Cpu 0.5 -PidsLimit 77 -ContainerLabel @{ of = 'test'; n = 1 }
            try {
                $c.Id
                "$($c.Labels['of']) $($c.Labels['n'])"
                $options = [IO.EnumerationOptions]@{ RecurseSubdirectories = $true; MaxRecursionDepth = 6; IgnoreInaccessible = $true }
                foreach ($folder in [IO.Directory]::EnumerateDirectories('/sys/fs/cgroup', "*$($c.Id)*", $options)) {
                    foreach ($file in 'memory.limit_in_bytes', 'memory.max', 'pids.max', 'cpu.cfs_quota_us', 'cpu.max') {
                        if ([IO.File]::Exists("$folder/$file")) { [IO.File]::ReadAllText("$folder/$file").Trim() }
                    }
                }
            }
            finally {
                $c | Remove-Container -Force
            }
            """, cmdlet);
        Assert.SkipWhen(
            result.TerminatingError?.FullyQualifiedErrorId.StartsWith("Cgroup.Controller", StringComparison.Ordinal) == true, "needs the controllers memory, cpu and pids");
        Assert.Equal("test 1", result.ThrowOnErrors().Lines[1]);
        Assert.Contains("67108864", result.Lines);
        Assert.Contains("77", result.Lines);
        Assert.Contains(result.Lines, static line => line is "50000" or "50000 100000");
    }

    private string Fill(string text, BusyBoxRoot? root) => text
        .Replace("FOLDER", _folder.FullName, StringComparison.Ordinal)
        .Replace("ROOT", root?.Path, StringComparison.Ordinal)
        .Replace("UTS", new FileInfo("/proc/self/ns/uts").LinkTarget, StringComparison.Ordinal);
}
