using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class EffectiveStatusTests
{
    private static readonly ProcessIdentity s_alive = ProcessIdentity.Current;
    private static readonly ProcessIdentity s_dead = s_alive with { StartTime = s_alive.StartTime + 1 };
    private static readonly ProcessIdentity s_otherBoot = s_alive with { BootId = Guid.NewGuid() };

    [Theory]
    [InlineData(ContainerStatus.Creating)]
    [InlineData(ContainerStatus.Created)]
    [InlineData(ContainerStatus.Running)]
    [InlineData(ContainerStatus.Paused)]
    public void What_lives_is_as_it_was_recorded(ContainerStatus status) =>
        Assert.Equal(new EffectiveStatus(status, null), Of(status, s_alive, ownerAlive: false));

    [Theory]
    [InlineData(ContainerStatus.Created)]
    [InlineData(ContainerStatus.Running)]
    [InlineData(ContainerStatus.Paused)]
    public void What_died_unseen_is_stopped(ContainerStatus status)
    {
        Assert.Equal(new EffectiveStatus(ContainerStatus.Stopped, null), Of(status, s_dead, ownerAlive: false));
        Assert.Equal(new EffectiveStatus(ContainerStatus.Stopped, null), Of(status, s_dead, ownerAlive: true));
        Assert.Equal(ContainerStatus.Stopped, Of(status, null, ownerAlive: true).Status);
    }

    [Fact]
    public void A_container_that_has_ended_stays_so_whoever_has_its_pid() =>
        Assert.Equal(new EffectiveStatus(ContainerStatus.Stopped, "why"), Of(ContainerStatus.Stopped, s_alive, true, error: "why"));

    [Fact]
    public void A_launch_is_under_way_as_long_as_its_launcher_lives()
    {
        Assert.Equal(new EffectiveStatus(ContainerStatus.Creating, null), Of(ContainerStatus.Creating, null, ownerAlive: true));
        Assert.Equal(
            new EffectiveStatus(ContainerStatus.Stopped, "The launch was interrupted."), Of(ContainerStatus.Creating, null, ownerAlive: false));
        Assert.Equal(ContainerStatus.Stopped, Of(ContainerStatus.Creating, s_dead, ownerAlive: false).Status);
    }

    [Theory]
    [InlineData(ContainerStatus.Creating)]
    [InlineData(ContainerStatus.Running)]
    public void After_a_restart_of_the_machine_all_are_stopped(ContainerStatus status) =>
        Assert.Equal(new EffectiveStatus(ContainerStatus.Stopped, "The machine was restarted."), Of(status, s_otherBoot, ownerAlive: false));

    [Theory]
    [InlineData(ContainerStatus.Running, true, ContainerStatus.Paused)]
    [InlineData(ContainerStatus.Running, false, ContainerStatus.Running)]
    [InlineData(ContainerStatus.Paused, true, ContainerStatus.Paused)]
    [InlineData(ContainerStatus.Paused, false, ContainerStatus.Running)]
    [InlineData(ContainerStatus.Created, false, ContainerStatus.Created)]
    [InlineData(ContainerStatus.Creating, true, ContainerStatus.Creating)]
    public void The_freezer_has_the_last_word_on_what_is_paused(ContainerStatus recorded, bool frozen, ContainerStatus expected) =>
        Assert.Equal(expected, EffectiveStatus.Of(State(recorded, s_alive, null), () => true, _ => frozen).Status);

    [Fact]
    public void The_freezer_of_a_dead_container_is_not_asked() => Assert.Equal(
        ContainerStatus.Stopped,
        EffectiveStatus.Of(State(ContainerStatus.Running, s_dead, null), () => true, _ => throw new InvalidOperationException()).Status);

    private static EffectiveStatus Of(ContainerStatus status, ProcessIdentity? process, bool ownerAlive, string? error = null) =>
        EffectiveStatus.Of(State(status, process, error), () => ownerAlive);

    private static ContainerState State(ContainerStatus status, ProcessIdentity? process, string? error) =>
        new("a") { Status = status, Process = process, Error = error };
}
