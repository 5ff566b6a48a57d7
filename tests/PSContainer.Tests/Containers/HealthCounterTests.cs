using PSContainer.Containers;

namespace PSContainer.Tests.Containers;

public sealed class HealthCounterTests
{
    [Fact]
    public void The_first_success_makes_it_healthy_and_the_next_is_no_news()
    {
        var counter = new HealthCounter(retries: 3);
        Assert.Equal(ContainerHealth.Healthy, counter.Add(succeeded: true, counts: true));
        Assert.Null(counter.Add(succeeded: true, counts: true));
    }

    [Fact]
    public void So_many_failures_in_a_row_make_it_unhealthy()
    {
        var counter = new HealthCounter(retries: 3);
        Assert.Null(counter.Add(succeeded: false, counts: true));
        Assert.Null(counter.Add(succeeded: false, counts: true));
        Assert.Equal(ContainerHealth.Unhealthy, counter.Add(succeeded: false, counts: true));
        Assert.Equal(ContainerHealth.Healthy, counter.Add(succeeded: true, counts: true));
        Assert.Null(counter.Add(succeeded: false, counts: true));
    }

    [Fact]
    public void While_it_starts_failures_do_not_count_and_a_success_ends_that()
    {
        var counter = new HealthCounter(retries: 1);
        Assert.Null(counter.Add(succeeded: false, counts: false));
        Assert.Equal(ContainerHealth.Healthy, counter.Add(succeeded: true, counts: false));
        Assert.Equal(ContainerHealth.Unhealthy, counter.Add(succeeded: false, counts: false));
    }
}
