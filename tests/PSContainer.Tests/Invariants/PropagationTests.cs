using PSContainer.Tests.Cmdlets;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>
/// Where the host's mounts are shared, as systemd has them, no mount of a container shows on the host. The host is a mount
/// namespace of the test's own here.
/// </summary>
public sealed class PropagationTests
{
    private static readonly string[] s_sharedHost =
    [
        "unshare", "--mount", "--propagation", "private", "sh", "-c", "mount --make-rshared / && exec \"$@\"", "sh",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("-UidMap 0:0:1 -GidMap 0:0:1")]
    [InlineData("-UidMap 0:100000:65536 -GidMap 0:100000:65536")]
    public void What_is_mounted_inside_does_not_show_outside(string maps)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: makes a private mount namespace");
        using var root = new BusyBoxRoot();
        EngineProcessResult result = EngineProcess.Run(
            $$"""
            $before = [IO.File]::ReadAllText('/proc/self/mountinfo')
            foreach ($place in @{ RootPath = '{{root}}' }, @{}) {
                $c = New-NamespacedProcess @place {{maps}} -Mount /etc:/mnt -Capability SYS_ADMIN -SeccompProfile Unconfined
                try {
                    $c | Invoke-ContainerCommand -- sh -c 'mount -t tmpfs none /mnt && mount -t tmpfs none /tmp && touch /mnt/inside && echo mounted'
                    [IO.File]::ReadAllText('/proc/self/mountinfo') -eq $before
                    [IO.File]::Exists('/etc/inside')
                }
                finally {
                    $c | Remove-Container -Force
                }
            }
            [IO.File]::ReadAllText('/proc/self/mountinfo') -eq $before
            """, new EngineProcessOptions { Prefix = s_sharedHost }).ThrowOnErrors();
        Assert.Equal(["mounted", "True", "False", "mounted", "True", "False", "True"], result.Lines);
    }
}
