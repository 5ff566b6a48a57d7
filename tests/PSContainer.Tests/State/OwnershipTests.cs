using System.Diagnostics;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class OwnershipTests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    private StateStore Store => _root.Store;

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_container_has_an_owner_from_its_reservation_on_until_that_lets_go()
    {
        using (ContainerFolder folder = Store.Reserve("one"))
        {
            Assert.True(folder.OwnerDescriptor >= 0);
            Assert.True(Store.IsOwnerAlive("one"));
        }

        Assert.False(Store.IsOwnerAlive("one"));
    }

    [Fact]
    public void There_is_one_owner_at_a_time()
    {
        ContainerFolder first = Store.Reserve("one");
        using ContainerFolder second = Store.Open("one");
        Assert.Equal("Container.Owned", Assert.Throws<ContainerException>(second.TakeOwnership).ErrorId);
        Assert.Equal(-1, second.OwnerDescriptor);
        first.Dispose();
        second.TakeOwnership();
        Assert.True(Store.IsOwnerAlive("one"));
    }

    [Fact]
    public void Asking_for_the_owner_does_not_make_one()
    {
        using ContainerFolder folder = Store.Reserve("one");
        folder.Dispose();
        Parallel.For(0, 200, _ => Assert.False(Store.IsOwnerAlive("one")));
    }

    [Fact]
    public void An_owner_does_not_stand_in_the_way_of_an_update()
    {
        using ContainerFolder folder = Store.Reserve("one");
        folder.Write(new ContainerState("one"));
        Store.Update("one", state => state.StopSignal = 15);
        folder.Update(state => state.Status = ContainerStatus.Stopped);
        ContainerState read = Store.Read("one").Require();
        Assert.Equal((15, ContainerStatus.Stopped), (read.StopSignal, read.Status));
    }

    [Fact]
    public void An_owner_that_was_killed_owns_nothing()
    {
        var state = new ContainerState("one") { Status = ContainerStatus.Creating };
        using (ContainerFolder folder = Store.Reserve("one"))
        {
            folder.Write(state);
        }

        using Process owner = HoldLock(_root.PathOf("one", "lock"));
        try
        {
            Assert.True(Store.IsOwnerAlive("one"));
            Assert.Equal(ContainerStatus.Creating, Store.EffectiveStatus(state).Status);
        }
        finally
        {
            owner.Kill();
            owner.WaitForExit();
        }

        Assert.False(Store.IsOwnerAlive("one"));
        Assert.Equal(new EffectiveStatus(ContainerStatus.Stopped, "The launch was interrupted."), Store.EffectiveStatus(state));
    }

    [Fact]
    public async Task A_holder_of_the_lock_in_another_process_is_waited_for()
    {
        _root.Add("one");
        using Process holder = HoldLock(_root.PathOf("one"));
        try
        {
            Task<ContainerState> update = Task.Run(() => Store.Update("one", state => state.Error = "later"), TestContext.Current.CancellationToken);
            await Task.WhenAny(update, Task.Delay(200, TestContext.Current.CancellationToken));
            Assert.False(update.IsCompleted);
            Assert.Null(Store.Read("one").Require().Error);
            holder.Kill();
            await update.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
        finally
        {
            holder.Kill();
            holder.WaitForExit();
        }

        Assert.Equal("later", Store.Read("one").Require().Error);
    }

    // The shell is the one process that has the descriptor: 'flock' locks what it was given, and ends.
    private static Process HoldLock(string path)
    {
        Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec 9<\"$0\"; flock -x 9 && echo held && exec cat", path])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", process.StandardOutput.ReadLine());
        return process;
    }
}
