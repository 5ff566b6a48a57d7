using System.Management.Automation;
using PSContainer.Commands;

namespace PSContainer.Tests.Sessions;

/// <summary>A job that is removed as soon as it may be, as Receive-Job -AutoRemoveJob and Wait-Job | Remove-Job do.</summary>
public sealed class ContainerJobEndTests
{
    [Fact]
    public void It_can_be_removed_the_moment_it_has_ended()
    {
        for (int i = 0; i < 500; i++)
        {
            ContainerJob job = Begun();
            Assert.True(job.Finished.WaitOne(TimeSpan.FromMinutes(2)));
            job.Dispose();
            job.Dispose();
        }
    }

    [Fact]
    public void Who_is_told_of_its_end_may_remove_it()
    {
        for (int i = 0; i < 100; i++)
        {
            using var removed = new ManualResetEventSlim();
            var job = new ContainerJob("true", name: null, "web", hasInput: false);
            job.StateChanged += (_, change) =>
            {
                if (change.JobStateInfo.State == JobState.Completed)
                {
                    job.Dispose();
                    removed.Set();
                }
            };
            job.Begin((_, _) => new NoWork());
            Assert.True(removed.Wait(TimeSpan.FromMinutes(2)));
        }
    }

    [Fact]
    public void It_has_nothing_more_when_its_end_is_told()
    {
        for (int i = 0; i < 100; i++)
        {
            using ContainerJob job = Begun();
            Assert.True(job.Finished.WaitOne(TimeSpan.FromMinutes(2)));
            Assert.False(job.HasMoreData);
        }
    }

    private static ContainerJob Begun()
    {
        var job = new ContainerJob("true", name: null, "web", hasInput: false);
        job.Begin((_, _) => new NoWork());
        return job;
    }

    private sealed class NoWork : IContainerWork
    {
        public void Add(PSObject? input)
        {
        }

        public void Finish()
        {
        }

        public void Dispose()
        {
        }
    }
}
