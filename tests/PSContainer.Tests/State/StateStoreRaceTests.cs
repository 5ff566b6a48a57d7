using System.Collections.Concurrent;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class StateStoreRaceTests : IDisposable
{
    private const int Threads = 16;

    private readonly TemporaryRoot _root = new();

    private StateStore Store => _root.Store;

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Of_many_that_want_an_id_exactly_one_gets_it()
    {
        for (int round = 0; round < 50; round++)
        {
            string id = $"c{round}";
            AssertOneWins("Container.IdInUse", _ => Store.Reserve(id));
        }
    }

    [Fact]
    public void Of_many_that_want_a_name_exactly_one_gets_it_and_the_others_leave_nothing()
    {
        for (int round = 0; round < 50; round++)
        {
            string name = $"n{round}";
            AssertOneWins("Container.NameInUse", thread => Store.Reserve($"{name}-{thread}", name));
            Assert.NotNull(Store.FindByName(name));
        }

        Assert.Equal(50, Directory.GetDirectories(_root.Path).Count(path => !path.EndsWith(".names", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_many_that_want_a_stale_name_exactly_one_gets_it()
    {
        for (int round = 0; round < 50; round++)
        {
            string name = $"n{round}";
            _root.Add(name, name);
            Directory.Delete(_root.PathOf(name), recursive: true);
            AssertOneWins("Container.NameInUse", thread => Store.Reserve(thread == 0 ? name : $"{name}-{thread}", name));
            Assert.NotNull(Store.FindByName(name));
        }
    }

    [Fact]
    public void A_name_never_belongs_to_two_while_containers_come_and_go()
    {
        int owners = 0, wins = 0;
        InParallel(thread =>
        {
            for (int round = 0; round < 300; round++)
            {
                string id = $"c{(thread + round) % (Threads / 2)}";
                try
                {
                    using ContainerFolder folder = Store.Reserve(id, "front");
                    Assert.Equal(1, Interlocked.Increment(ref owners));
                    folder.Write(new ContainerState(id) { Name = "front" });
                    Interlocked.Increment(ref wins);
                    Interlocked.Decrement(ref owners);
                    Assert.True(Store.Delete(id));
                }
                catch (ContainerException e) when (e.ErrorId is "Container.NameInUse" or "Container.IdInUse")
                {
                }
            }
        });
        Assert.True(wins > 0);
        Assert.Empty(Store.Enumerate());
        Assert.Empty(Directory.GetFileSystemEntries(_root.PathOf(".names")));
    }

    [Fact]
    public void No_update_is_lost()
    {
        _root.Add("one");
        InParallel(_ =>
        {
            for (int i = 0; i < 50; i++)
            {
                Store.Update("one", state => state.ExitedAt = (state.ExitedAt ?? DateTimeOffset.UnixEpoch).AddSeconds(1));
            }
        });
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(Threads * 50), Store.Read("one").Require().ExitedAt);
    }

    [Fact]
    public async Task Readers_see_whole_states_only_while_writers_replace_them()
    {
        _root.Add("one", "front");
        using var done = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            for (int i = 0; !done.IsCancellationRequested; i++)
            {
                string text = new((char)('a' + (i % 26)), 1 + (i * 7919 % 20_000));
                Store.Update("one", state => (state.HostName, state.Error) = (text, text));
            }
        }, TestContext.Current.CancellationToken);
        for (int i = 0; i < 2000; i++)
        {
            ContainerState state = Assert.Single(Store.Enumerate()).Require();
            Assert.Equal(state.HostName, state.Error);
        }

        await done.CancelAsync();
        await writer;
    }

    [Fact]
    public void Of_many_that_remove_a_container_exactly_one_does()
    {
        for (int round = 0; round < 50; round++)
        {
            _root.Add("one", "front");
            int removed = 0;
            InParallel(_ => Interlocked.Add(ref removed, Store.Delete("one") ? 1 : 0));
            Assert.Equal(1, removed);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_root.PathOf(".names")));
    }

    [Fact]
    public async Task Removing_never_takes_a_new_container_of_the_same_id_away()
    {
        using var done = new CancellationTokenSource();
        Task[] removers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                using ContainerFolder? folder = Store.TryOpen("one");
                if (folder?.Read().State?.Status == ContainerStatus.Stopped)
                {
                    Store.Delete(folder);
                }
            }
        }))];
        for (int round = 0; round < 200; round++)
        {
            using ContainerFolder folder = Store.Reserve("one");
            folder.Write(new ContainerState("one") { Status = ContainerStatus.Creating });
            Store.Update("one", state => state.Status = ContainerStatus.Stopped);
            Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(_root.PathOf("one")), TimeSpan.FromSeconds(60)));
        }

        await done.CancelAsync();
        await Task.WhenAll(removers);
    }

    private static void AssertOneWins(string errorId, Func<int, ContainerFolder> reserve)
    {
        var winners = new ConcurrentBag<ContainerFolder>();
        InParallel(thread =>
        {
            try
            {
                winners.Add(reserve(thread));
            }
            catch (ContainerException e)
            {
                Assert.Equal(errorId, e.ErrorId);
            }
        });
        Assert.Single(winners).Dispose();
    }

    // Threads of their own, let go at once: a pool would run them one after the other.
    private static void InParallel(Action<int> work)
    {
        using var start = new Barrier(Threads);
        var errors = new ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                work(i);
            }
            catch (Exception e)
            {
                errors.Enqueue(e);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(errors);
    }
}
