using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class StateStoreFindTests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    private StateStore Store => _root.Store;

    public void Dispose() => _root.Dispose();

    [Fact]
    public void All_containers_are_listed()
    {
        string[] ids = [.. Enumerable.Range(0, 300).Select(i => $"c{i}")];
        foreach (string id in ids)
        {
            _root.Add(id, $"name-{id}");
        }

        Assert.Equal(ids.Order(), Store.Enumerate().Select(reading => reading.Require().Id).Order());
        Assert.Equal(ids.Order(), Store.FindByName(_ => true).Select(reading => reading.Id).Order());
    }

    [Fact]
    public void A_unique_beginning_of_an_id_is_enough()
    {
        _root.Add("abc1");
        _root.Add("abd2");
        Assert.Equal("abd2", Store.Find("abd").Require().Id);
        Assert.Equal("abc1", Store.Find("abc1").Require().Id);
    }

    [Fact]
    public void An_exact_id_wins_over_a_longer_one()
    {
        _root.Add("web");
        _root.Add("web2");
        Assert.Equal("web", Store.Find("web").Require().Id);
    }

    [Fact]
    public void An_ambiguous_beginning_is_an_error_that_names_the_matches()
    {
        _root.Add("abc1");
        _root.Add("abc2");
        var error = Assert.Throws<ContainerException>(() => Store.Find("abc"));
        Assert.Equal(("Container.AmbiguousId", ErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Contains("abc1", error.Message, StringComparison.Ordinal);
        Assert.Contains("abc2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_matches_a_few_are_named()
    {
        for (int i = 0; i < 50; i++)
        {
            _root.Add($"abc{i}");
        }

        var error = Assert.Throws<ContainerException>(() => Store.Find("a"));
        Assert.Contains("50 containers", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 200);
    }

    [Theory]
    [InlineData("zzz", "Container.NotFound")]
    [InlineData("ABC", "Container.NotFound")]
    [InlineData("", "Container.InvalidId")]
    [InlineData(".names", "Container.InvalidId")]
    [InlineData("../x", "Container.InvalidId")]
    public void What_is_not_there_or_no_id_is_an_error(string prefix, string errorId)
    {
        _root.Add("abc1", "n");
        Assert.Equal(errorId, Assert.Throws<ContainerException>(() => Store.Find(prefix)).ErrorId);
    }

    [Fact]
    public void Names_are_found_exactly_or_by_the_callers_rule()
    {
        _root.Add("one", "web-1");
        _root.Add("two", "web-2");
        _root.Add("three", "db");
        _root.Add("four");
        Assert.Equal("one", Store.FindByName("web-1")!.Value.Require().Id);
        Assert.Null(Store.FindByName("web"));
        Assert.Null(Store.FindByName("*"));
        IEnumerable<string> web = Store.FindByName(name => name.StartsWith("web", StringComparison.Ordinal)).Select(reading => reading.Id);
        Assert.Equal(["one", "two"], web.Order());
    }

    [Fact]
    public void A_container_that_vanishes_while_the_list_is_read_is_no_error()
    {
        for (int i = 0; i < 100; i++)
        {
            _root.Add($"c{i}", $"n{i}");
        }

        int seen = 0;
        foreach (StateReading reading in Store.Enumerate())
        {
            seen++;
            Assert.Equal(StateProblem.None, reading.Problem);
            for (int i = 0; seen == 1 && i < 100; i++)
            {
                Store.Delete($"c{i}");
            }
        }

        Assert.InRange(seen, 1, 100);
        Assert.Empty(Store.Enumerate());
    }

    [Fact]
    public void A_container_that_is_just_being_made_is_not_listed_until_it_has_a_state()
    {
        using ContainerFolder folder = Store.Reserve("one", "front");
        Assert.Empty(Store.Enumerate());
        Assert.Empty(Store.FindByName(_ => true));
        Assert.Equal(StateProblem.NotWritten, Store.Read("one").Problem);
        folder.Write(new ContainerState("one") { Name = "front" });
        Assert.Single(Store.Enumerate());
        Assert.Single(Store.FindByName(_ => true));
    }

    [Fact]
    public void A_launch_that_was_killed_before_its_first_state_is_listed_and_can_be_cleared()
    {
        Store.Reserve("one", "front").Dispose();
        TemporaryRoot.WaitUntilOld(_root.PathOf("one"));
        StateReading reading = Assert.Single(Store.Enumerate());
        Assert.Equal(StateProblem.NotWritten, reading.Problem);
        ContainerState state = reading.StateOrBroken();
        Assert.Equal((ContainerStatus.Stopped, "The launch was interrupted."), (state.Status, state.Error));
        Assert.True(Store.Delete("one"));
        Store.Reserve("two", "front").Dispose();
    }
}
