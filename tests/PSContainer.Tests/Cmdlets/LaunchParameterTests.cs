using PSContainer.Tests.Engine;
using PSContainer.Tests.Invariants;

namespace PSContainer.Tests.Cmdlets;

/// <summary>What the parameters of the launching cmdlets do to a container, each as a command in it sees it.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class LaunchParameterTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("-Ulimit nofile=100:200, core=0 -- sh -c 'ulimit -Sn; ulimit -Hn; ulimit -c'", "100|200|0")]
    [InlineData("-Ulimit RLIMIT_STACK=unlimited -- sh -c 'ulimit -s'", "unlimited")]
    [InlineData("-OomScoreAdjust 321 -- cat /proc/self/oom_score_adj", "321")]
    [InlineData("-Sysctl @{ 'net.core.somaxconn' = 1234; 'kernel.msgmax' = 9000 } -- cat /proc/sys/net/core/somaxconn /proc/sys/kernel/msgmax", "1234|9000")]
    [InlineData("-Init -- sh -c 'sleep 0.5; cat /proc/1/comm'", "init")]
    [InlineData("-ReadOnly -- sh -c 'touch /etc/new 2>/dev/null || echo no'", "no")]
    [InlineData("-WorkingDirectory /usr/bin -Environment @{ A = 1 } -- sh -c 'pwd; echo $A'", "/usr/bin|1")]
    [InlineData("-User 33:44 -- sh -c 'id -u; id -g'", "33|44")]
    [InlineData("-Mount @{ Type = 'tmpfs'; Target = '/opt'; Options = 'size=1m', 'noexec' } -- sh -c 'grep -o \"/opt.*noexec.*size=1024k\" /proc/mounts | wc -l'", "1")]
    [InlineData("-Mount @{ Source = '/etc'; Target = '/mnt'; ReadOnly = $true } -- sh -c 'ls /mnt/passwd; touch /mnt/new 2>/dev/null || echo no'", "/mnt/passwd|no")]
    [InlineData("-Mount (New-ContainerMount /etc /mnt), (New-ContainerMount -Type tmpfs -Target /opt -Size 1MB), type=tmpfs,target=/srv -- sh -c 'ls /mnt/passwd; stat -f -c %T /opt /srv'", "/mnt/passwd|tmpfs|tmpfs")]
    [InlineData("-Device /dev/zero:/dev/nothing -- stat -c '%F %t:%T' /dev/nothing", "character special file 1:5")]
    [InlineData("-Privileged -- sh -c 'test -e /dev/kmsg; echo $?; ls /sys/firmware | wc -l | grep -vc ^0; grep NoNewPrivs /proc/self/status; grep Seccomp: /proc/self/status'", "0|1|NoNewPrivs:\t0|Seccomp:\t0")]
    [InlineData("-Privileged -SeccompProfile Default -DropCapability SYS_ADMIN -- sh -c 'grep Seccomp: /proc/self/status; mount -t tmpfs x /mnt 2>/dev/null || echo no'", "Seccomp:\t2|no")]
    public void It_is_so_inside(string parameters, string lines)
    {
        if (parameters.Contains("-User 3", StringComparison.Ordinal))
        {
            Rights.NeedUsers();
        }

        EngineResult result = _engine.Run($"Invoke-ContainerCommand {parameters}").ThrowOnErrors();
        Assert.Equal(lines, string.Join('|', result.Lines));
    }

    [Fact]
    public void A_device_can_be_restricted_and_others_cannot_be_made()
    {
        Rights.NeedRoot("makes devices");
        EngineResult result = _engine.Run(
            """
            Invoke-ContainerCommand -Capability MKNOD -Device /dev/zero:/dev/source:r -- sh -c '
                head -c 2 /dev/source | wc -c
                mknod /dev/kmem2 c 1 11 && cat /dev/kmem2 || echo refused
                echo x > /dev/null && echo usable' 2>$null
            """).ThrowOnErrors();
        Assert.Equal(["2", "refused", "usable"], result.Lines);
    }

    [Fact]
    public void In_a_user_namespace_a_device_is_the_hosts_own_file()
    {
        EngineResult result = _engine.Run("Invoke-ContainerCommand -UidMap 0:100000:1000 -GidMap 0:100000:1000 -Device /dev/zero:/dev/source -- sh -c 'head -c 3 /dev/source | wc -c'");
        Assert.Equal(["3"], result.ThrowOnErrors().Lines);
    }

    [Theory]
    [InlineData("-Ulimit nonsense=1", "Ulimit.Unknown")]
    [InlineData("-Ulimit nofile", "Ulimit.Invalid")]
    [InlineData("-Ulimit nofile=x", "Ulimit.Invalid")]
    [InlineData("-Ulimit nofile=9:5", "Ulimit.Invalid")]
    [InlineData("-Ulimit nofile=1:2:3", "Ulimit.Invalid")]
    [InlineData("-Ulimit nofile=1, nofile=2", "Spec.RlimitDuplicate")]
    [InlineData("-Sysctl @{ 'kernel.panic' = 1 }", "Spec.SysctlNotNamespaced")]
    [InlineData("-Sysctl @{ 'net.core.somaxconn' = 1 } -Namespace Pid, Mount", "Spec.SysctlNotNamespaced")]
    [InlineData("-Sysctl @{ '../x' = 1 }", "Spec.SysctlInvalid")]
    [InlineData("-OomScoreAdjust 1001", "Limit.OomScore")]
    [InlineData("-Device nonsense", "Device.Invalid")]
    [InlineData("-Device /dev/no-such-device", "Device.NotFound")]
    [InlineData("-Device /etc/passwd", "Device.NotADevice")]
    [InlineData("-Device /etc", "Device.NotADevice")]
    [InlineData("-Device /dev/null:relative:r", "Device.Invalid")]
    [InlineData("-Device /dev/null:/dev/x:rx", "Device.Invalid")]
    [InlineData("-Device /dev/null:/dev/x:r -UidMap 0:0:10", "Device.AccessInUserNamespace")]
    [InlineData("-Device /dev/null -Namespace Pid", "Device.NoMountNamespace")]
    [InlineData("-MemorySwap 64MB", "Limit.MemorySwap")]
    [InlineData("-Memory 64MB -MemorySwap 32MB", "Limit.MemorySwap")]
    [InlineData("-Memory 64MB -MemoryReservation 65MB", "Limit.MemoryReservation")]
    [InlineData("-Memory -1", "Limit.Memory")]
    [InlineData("-CpuSet 0-", "Limit.CpuSet")]
    [InlineData("-CpuSet ''", "Limit.CpuSet")]
    [InlineData("-CpuSet 4000", "Limit.CpuSet")]
    [InlineData("-CpuWeight 10001", "Limit.CpuWeight")]
    [InlineData("-IOWeight 1001", "Limit.IOWeight")]
    [InlineData("-Mount @{ Nonsense = 1 }", "Mount.Invalid")]
    [InlineData("-Mount @{ Type = 'nonsense'; Target = '/mnt' }", "Mount.Invalid")]
    [InlineData("-Mount @{ Target = '/mnt' }", "Mount.Invalid")]
    [InlineData("-Mount type=tmpfs,target=/mnt,size=nonsense", "Mount.Invalid")]
    [InlineData("-Mount 4711", "Mount.Invalid")]
    public void What_cannot_be_is_said(string parameters, string id)
    {
        EngineResult result = _engine.Run($"Invoke-ContainerCommand {parameters} -- true");
        Assert.Equal($"{id},PSContainer.Commands.InvokeContainerCommandCommand", result.OnlyError().FullyQualifiedErrorId);
        Assert.True(result.OnlyError().Exception is Errors.ContainerException { Remedy.Length: > 0 }, "There is no remedy.");
    }

    [Theory]
    [InlineData("-Ulimit nofile=100", "to 100 (hard 100)")]
    [InlineData("-Sysctl @{ 'net.core.somaxconn' = 7 }", "somaxconn")]
    [InlineData("-Device /dev/kmsg", "make device /dev/kmsg (c 1:11)")]
    [InlineData("-OomScoreAdjust 9", "oom")]
    [InlineData("-Memory 64MB -MemorySwap 128MB -MemoryReservation 1MB", "\"memory\":{\"limit\":67108864,\"reservation\":1048576,\"swap\":134217728}")]
    [InlineData("-Cpu 0.5 -CpuSet 0 -CpuWeight 100", "\"cpu\":{\"shares\":1024,\"quota\":50000,\"period\":100000,\"cpus\":\"0\"}")]
    [InlineData("-IOWeight 100", "\"blockIO\":{\"weight\":100}")]
    [InlineData("-PidsLimit 9", "\"pids\":{\"limit\":9}")]
    public void WhatIf_shows_it(string parameters, string text)
    {
        if (text.StartsWith("make device", StringComparison.Ordinal))
        {
            Rights.NeedRoot("makes devices");
        }

        EngineResult result = _engine.Run($"Invoke-ContainerCommand {parameters} -WhatIf -- true").ThrowOnErrors();
        Assert.Contains(text, result.HostText, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Invoke-ContainerCommand -Device /dev/nu", "/dev/null", false)]
    [InlineData("Invoke-ContainerCommand -Device /dev/kms", "/dev/kmsg", true)]
    [InlineData("New-Container -Ulimit nof", "nofile=", true)]
    [InlineData("New-ContainerMount -Type tm", "tmpfs", true)]
    [InlineData("Invoke-ContainerCommand -User roo", "root", true)]
    [InlineData("Invoke-ContainerCommand -RootPath /no/such -User roo", "root", false)]
    public void Tab_completes_it(string line, string word, bool offered)
    {
        EngineResult result = _engine.Run("param($Line) ([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)).CompletionMatches.CompletionText", line);
        Assert.Equal(offered, result.ThrowOnErrors().Lines.Contains(word));
    }
}
