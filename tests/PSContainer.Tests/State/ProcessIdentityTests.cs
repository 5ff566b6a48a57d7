using System.Diagnostics;
using System.Text;
using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class ProcessIdentityTests
{
    private const string Rest = " S 1 2 3 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 12 0 98765 1234 56 18446744073709551615 ";

    [Fact]
    public void The_calling_process_is_alive()
    {
        ProcessIdentity self = ProcessIdentity.Current;
        Assert.Equal(Environment.ProcessId, self.Pid);
        Assert.NotEqual(Guid.Empty, self.BootId);
        Assert.True(self.IsAlive());
        Assert.Equal(self, ProcessIdentity.Of(self.Pid));
    }

    [Fact]
    public void A_pid_that_went_to_another_process_is_not_alive()
    {
        ProcessIdentity self = ProcessIdentity.Current;
        Assert.False((self with { StartTime = self.StartTime + 1 }).IsAlive());
    }

    [Fact]
    public void A_process_of_another_boot_is_not_alive()
    {
        ProcessIdentity self = ProcessIdentity.Current;
        Assert.False((self with { BootId = Guid.NewGuid() }).IsAlive());
        Assert.True((self with { BootId = Guid.Empty }).IsAlive());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_pid_that_nobody_can_have_names_no_process(int pid)
    {
        Assert.Null(ProcessIdentity.Of(pid));
        Assert.False(new ProcessIdentity(pid, 0, Guid.Empty).IsAlive());
    }

    [Fact]
    public void A_process_that_ended_and_was_not_waited_for_is_not_alive()
    {
        // The child ends after the shell has become another program, which never waits for it.
        using Process parent = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sleep 0.3 & echo $!; exec sleep 60"]) { RedirectStandardOutput = true })!;
        try
        {
            int pid = int.Parse(parent.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(SpinWait.SpinUntil(() => StateOf(pid) == 'Z', TimeSpan.FromSeconds(60)));
            ProcessIdentity zombie = Assert.NotNull(ProcessIdentity.Of(pid));
            Assert.False(zombie.IsAlive());
        }
        finally
        {
            parent.Kill();
            parent.WaitForExit();
        }

        Assert.False(ProcessIdentity.Of(parent.Id)?.IsAlive() ?? false);
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("a) S 9 9 (b")]
    [InlineData(") Z 1 1 1")]
    [InlineData("line\nfeed)\n(")]
    [InlineData("")]
    public void A_name_with_spaces_and_parentheses_does_not_mislead(string name)
    {
        Assert.True(ProcessStat.TryParse(Encoding.UTF8.GetBytes($"42 ({name}){Rest}"), out ProcessStat stat));
        Assert.Equal(new ProcessStat('S', 12, 98765), stat);
    }

    [Fact]
    public void A_first_thread_that_ended_before_the_others_does_not_end_the_process()
    {
        Assert.False(new ProcessStat('Z', 2, 1).HasEnded);
        Assert.True(new ProcessStat('Z', 1, 1).HasEnded);
        Assert.True(new ProcessStat('X', 2, 1).HasEnded);
        Assert.False(new ProcessStat('T', 1, 1).HasEnded);
    }

    [Fact]
    public void A_line_that_is_cut_short_is_no_identity()
    {
        byte[] line = Encoding.UTF8.GetBytes($"42 (sh){Rest}");
        int startTimeEnd = Encoding.UTF8.GetString(line).IndexOf("98765", StringComparison.Ordinal) + 5;
        for (int length = 0; length <= startTimeEnd; length++)
        {
            Assert.False(ProcessStat.TryParse(line.AsSpan(0, length), out _));
        }

        Assert.True(ProcessStat.TryParse(line.AsSpan(0, startTimeEnd + 1), out _));
    }

    private static char StateOf(int pid) => ProcessStat.TryRead(pid, out ProcessStat stat) ? stat.State : '-';
}
