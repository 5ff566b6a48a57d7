using PSContainer.Containers;
using PSContainer.Protocol;

namespace PSContainer.Tests.Containers;

public sealed class RestartScheduleTests
{
    private static readonly ExitResult s_failed = ExitResult.FromCode(1);
    private static readonly ExitResult s_succeeded = ExitResult.FromCode(0);

    [Fact]
    public void Without_a_policy_nothing_is_started_again() => Assert.Null(For(ContainerRestartPolicy.No).Next(s_failed, 0, 0));

    [Theory]
    [InlineData(ContainerRestartPolicy.Always)]
    [InlineData(ContainerRestartPolicy.UnlessStopped)]
    public void Always_does_not_ask_how_it_ended(ContainerRestartPolicy policy)
    {
        Assert.NotNull(For(policy).Next(s_succeeded, 0, 1000));
        Assert.NotNull(For(policy).Next(ExitResult.FromSignal(9), 0, 1000));
    }

    [Fact]
    public void On_failure_a_success_is_the_end() => Assert.Null(For(ContainerRestartPolicy.OnFailure).Next(s_succeeded, 0, 0));

    [Fact]
    public void On_failure_the_count_is_a_limit()
    {
        RestartSchedule schedule = For(ContainerRestartPolicy.OnFailure, limit: 2);
        Assert.NotNull(schedule.Next(s_failed, 0, 0));
        Assert.NotNull(schedule.Next(s_failed, 0, 1));
        Assert.Null(schedule.Next(s_failed, 0, 2));
    }

    [Fact]
    public void Each_delay_is_twice_the_last_up_to_a_minute()
    {
        RestartSchedule schedule = For(ContainerRestartPolicy.Always);
        int?[] delays = [.. Enumerable.Range(0, 12).Select(_ => schedule.Next(s_failed, 0, 0))];
        Assert.Equal([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000], delays);
    }

    [Fact]
    public void Who_ran_long_enough_begins_anew()
    {
        RestartSchedule schedule = For(ContainerRestartPolicy.Always);
        for (int i = 0; i < 5; i++)
        {
            schedule.Next(s_failed, RestartSchedule.Enough - 1, 0);
        }

        Assert.Equal(100, schedule.Next(s_failed, RestartSchedule.Enough, 0));
        Assert.Equal(200, schedule.Next(s_failed, 0, 0));
    }

    private static RestartSchedule For(ContainerRestartPolicy policy, int limit = 0) => new(new MonitorSettings { RestartPolicy = policy, RestartLimit = limit });
}
