using System.Diagnostics;
using System.Management.Automation;
using PSContainer.Oci;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

public sealed class SetHostnameTests : IDisposable
{
    private static readonly string s_host = File.ReadAllText("/proc/sys/kernel/hostname");

    private readonly PowerShellEngine _engine = new();

    public void Dispose()
    {
        _engine.Dispose();
        Assert.Equal(s_host, File.ReadAllText("/proc/sys/kernel/hostname"));
    }

    [Theory]
    [InlineData("$Object | Set-ContainerHostname web -PassThru")]
    [InlineData("$Object | Set-ContainerHostname -HostName web -PassThru")]
    [InlineData("Set-ContainerHostname web $Object -PassThru", "PositionalParameterNotFound")]
    [InlineData("Set-ContainerHostname web -Container $Object -PassThru")]
    [InlineData("Set-ContainerHostname -Name $Object.Name -HostName web -PassThru")]
    [InlineData("Set-ContainerHostname -Name $Object.Name web -PassThru")]
    [InlineData("Set-ContainerHostname web -Id $Object.Id -PassThru")]
    [InlineData("Set-ContainerHostname -Id $Object.ShortId web -PassThru")]
    public void Containers_are_given_by_object_name_or_id_and_the_new_name_first(string script, string? error = null)
    {
        using var idle = LaunchedContainer.Idle();
        EngineResult result = _engine.Run($"param($Object) {script}", idle.Look());
        if (error is not null)
        {
            Assert.StartsWith(error, result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
            return;
        }

        Assert.Equal("web", result.Only<Container>().HostName);
        Assert.Equal("web", NamesInside(idle)[0]);
        Assert.Equal("web", idle.State.HostName);
    }

    [Fact]
    public void Several_are_named_and_nothing_is_said()
    {
        string prefix = LaunchedContainer.NewName();
        using var one = LaunchedContainer.Idle(prefix + "-1");
        using var two = LaunchedContainer.Idle(prefix + "-2");
        Assert.Empty(_engine.Run("param($P) Set-ContainerHostname web -Name $P*", prefix).ThrowOnErrors().Output);
        Assert.Equal(["web", "web"], [NamesInside(one)[0], NamesInside(two)[0]]);
    }

    [Fact]
    public void The_domain_name_is_set_alone_or_with_it()
    {
        using var idle = LaunchedContainer.Idle();
        _engine.Run("param($Object) $Object | Set-ContainerHostname -DomainName example.org", idle.Look()).ThrowOnErrors();
        Assert.Equal(["launched", "example.org"], NamesInside(idle));
        _engine.Run("param($Object) $Object | Set-ContainerHostname db -DomainName example.net", idle.Look()).ThrowOnErrors();
        Assert.Equal(["db", "example.net"], NamesInside(idle));
    }

    public static TheoryData<string, string> WrongNames => new()
    {
        { "", "HostName.Empty" },
        { new string('x', 65), "HostName.TooLong" },
        { new string('é', 33), "HostName.TooLong" },
        { "a\nb", "HostName.Invalid" },
        { "a\u001b[31mb", "HostName.Invalid" },
        { "a\0b", "HostName.Invalid" },
        { "a b", "HostName.Invalid" },
        { "a\u00a0b", "HostName.Invalid" },
        { "a/b", "HostName.Invalid" },
        { "../etc", "HostName.Invalid" },
    };

    [Theory]
    [MemberData(nameof(WrongNames))]
    public void A_wrong_name_is_refused_before_anything_is_done(string name, string errorId)
    {
        using var idle = LaunchedContainer.Idle();
        foreach (string parameter in new[] { "HostName", "DomainName" })
        {
            ErrorRecord error = _engine.Run($"param($Object, $New) $Object | Set-ContainerHostname -{parameter} $New", idle.Look(), name).OnlyError();
            Assert.Equal($"{errorId},PSContainer.Commands.SetContainerHostnameCommand", error.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
            Assert.DoesNotContain('\u001b', error.ToString());
        }

        Assert.Equal("launched", NamesInside(idle)[0]);
    }

    [Fact]
    public void A_name_of_64_bytes_is_taken()
    {
        using var idle = LaunchedContainer.Idle();
        string name = new string('é', 31) + "ab";
        Assert.Equal(name, _engine.Run("param($Object, $New) $Object | Set-ContainerHostname $New -PassThru", idle.Look(), name).Only<Container>().HostName);
        Assert.Equal(name, NamesInside(idle)[0]);
    }

    [Fact]
    public void No_name_at_all_is_an_error()
    {
        using var idle = LaunchedContainer.Idle();
        ErrorRecord error = _engine.Run("param($Object) $Object | Set-ContainerHostname", idle.Look()).OnlyError();
        Assert.StartsWith("HostName.Missing,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_shares_the_hosts_name_is_refused()
    {
        using var idle = LaunchedContainer.Start(new() { Init = Protocol.InitMode.Idle, Namespaces = [NamespaceKind.Pid] });
        ErrorRecord error = _engine.Run("param($Object) $Object | Set-ContainerHostname web", idle.Look()).OnlyError();
        Assert.StartsWith("Container.NoUtsNamespace,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_has_ended_is_an_error_and_the_others_are_named()
    {
        using var done = LaunchedContainer.Run("true");
        using var idle = LaunchedContainer.Idle();
        EngineResult result = _engine.Run(
            "param($Names) $null = Wait-Container $Names[0]; Set-ContainerHostname web -Name $Names", [new[] { done.Name, idle.Name }]);
        Assert.StartsWith("Container.NotRunning,", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("web", NamesInside(idle)[0]);
    }

    [Fact]
    public void WhatIf_does_nothing()
    {
        using var idle = LaunchedContainer.Idle();
        EngineResult result = _engine.Run("param($Object) $Object | Set-ContainerHostname web -WhatIf", idle.Look()).ThrowOnErrors();
        Assert.Contains($"\"Set the host name to 'web'\" on target \"{idle.Name}\"", result.HostText, StringComparison.Ordinal);
        Assert.Equal("launched", NamesInside(idle)[0]);
    }

    [Fact]
    public void Nothing_is_left_of_many_changes()
    {
        using var idle = LaunchedContainer.Idle();
        _engine.Run("param($Object) 1..30 | ForEach-Object { $Object | Set-ContainerHostname \"web$_\" }", idle.Look()).ThrowOnErrors();
        int open = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        _engine.Run("param($Object) 1..30 | ForEach-Object { $Object | Set-ContainerHostname \"web$_\" }", idle.Look()).ThrowOnErrors();
        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, open + 20);
        Assert.Equal("web30", NamesInside(idle)[0]);
    }

    // A user has rights over the host name in the namespace's own user namespace only.
    private static readonly string[] s_owner = Environment.IsPrivilegedProcess ? [] : ["--user", "--preserve-credentials"];

    private static string[] NamesInside(LaunchedContainer container)
    {
        var start = new ProcessStartInfo(
            "nsenter", ["-t", $"{container.State.Pid}", .. s_owner, "--uts", "cat", "/proc/sys/kernel/hostname", "/proc/sys/kernel/domainname"])
        {
            RedirectStandardOutput = true,
        };
        using Process inside = Process.Start(start)!;
        string[] names = inside.StandardOutput.ReadToEnd().Split('\n');
        inside.WaitForExit();
        return names[..2];
    }
}
