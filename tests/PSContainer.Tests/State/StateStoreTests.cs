using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class StateStoreTests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    private StateStore Store => _root.Store;

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_container_comes_changes_and_goes_without_a_trace()
    {
        using (ContainerFolder folder = Store.Reserve("web", "front"))
        {
            folder.Write(new ContainerState("web") { Name = "front", Status = ContainerStatus.Creating });
            Store.Update("web", state => state.Status = ContainerStatus.Running);
            Assert.Equal(ContainerStatus.Running, Store.Read("web").Require().Status);
            Assert.True(Store.Delete("web"));
        }

        Assert.Equal(StateProblem.NotFound, Store.Read("web").Problem);
        Assert.False(Store.Delete("web"));
        Assert.Empty(Directory.GetFileSystemEntries(_root.PathOf(".names")));
        Assert.Equal([_root.PathOf(".names")], Directory.GetFileSystemEntries(_root.Path));
    }

    [Fact]
    public void Where_nothing_was_ever_made_there_is_nothing()
    {
        Assert.Empty(Store.Enumerate());
        Assert.Null(Store.FindByName("a"));
        Assert.Empty(Store.FindByName(_ => true));
        Assert.Equal(StateProblem.NotFound, Store.Read("a").Problem);
        Assert.False(Store.Delete("a"));
        Assert.False(Store.IsOwnerAlive("a"));
        Assert.Equal("Container.NotFound", Assert.Throws<ContainerException>(() => Store.Find("a")).ErrorId);
        Assert.False(Directory.Exists(_root.Path));
    }

    [Fact]
    public void An_id_is_given_once()
    {
        _root.Add("web");
        var error = Assert.Throws<ContainerException>(() => Store.Reserve("web"));
        Assert.Equal(("Container.IdInUse", ErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
        Assert.Equal(StateProblem.None, Store.Read("web").Problem);
    }

    [Fact]
    public void A_name_is_given_once_and_the_loser_leaves_nothing()
    {
        _root.Add("one", "front");
        var error = Assert.Throws<ContainerException>(() => Store.Reserve("two", "front"));
        Assert.Equal(("Container.NameInUse", ErrorKind.AlreadyExists, "front"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("one", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_root.PathOf("two")));
        Assert.Equal("one", Store.FindByName("front")!.Value.Id);
    }

    [Theory]
    [InlineData("a/b", null, "Container.InvalidId")]
    [InlineData("..", null, "Container.InvalidId")]
    [InlineData("a", "b/c", "Container.InvalidName")]
    [InlineData("a", "..", "Container.InvalidName")]
    public void What_is_no_id_or_name_is_refused_before_anything_is_made(string id, string? name, string errorId)
    {
        Assert.Equal(errorId, Assert.Throws<ContainerException>(() => Store.Reserve(id, name)).ErrorId);
        Assert.False(Directory.Exists(_root.Path));
    }

    [Fact]
    public void A_name_is_free_again_once_its_container_is_removed()
    {
        _root.Add("one", "front");
        Store.Delete("one");
        _root.Add("two", "front");
        Assert.Equal("two", Store.FindByName("front")!.Value.Id);
    }

    [Fact]
    public void A_name_whose_container_is_gone_is_taken_over()
    {
        _root.Add("one", "front");
        Directory.Delete(_root.PathOf("one"), recursive: true);
        Assert.Null(Store.FindByName("front"));
        _root.Add("two", "front");
        Assert.Equal("two", Store.FindByName("front")!.Value.Id);
    }

    [Fact]
    public void A_name_whose_id_went_to_another_container_is_taken_over()
    {
        _root.Add("one", "front");
        Directory.Delete(_root.PathOf("one"), recursive: true);
        _root.Add("one", "back");
        Assert.Null(Store.FindByName("front"));
        _root.Add("two", "front");
        Store.Delete("one");
        Assert.Equal("two", Store.FindByName("front")!.Value.Id);
        Assert.Null(Store.FindByName("back"));
    }

    [Fact]
    public void A_container_that_is_made_anew_has_its_old_name_again()
    {
        _root.Add("one", "front");
        Directory.Delete(_root.PathOf("one"), recursive: true);
        _root.Add("one", "front");
        Assert.Equal("one", Store.FindByName("front")!.Value.Id);
    }

    [Fact]
    public void Removing_a_container_that_lost_its_name_leaves_the_name_to_the_new_one()
    {
        _root.Add("one", "front");
        File.Delete(_root.PathOf(".names", "front"));
        _root.Add("two", "front");
        Assert.True(Store.Delete("one"));
        Assert.Equal("two", Store.FindByName("front")!.Value.Id);
    }

    [Fact]
    public void A_state_is_only_written_where_it_belongs_and_while_there_is_a_container()
    {
        using ContainerFolder folder = Store.Reserve("one");
        Assert.Throws<ArgumentException>(() => folder.Write(new ContainerState("two")));
        Assert.Equal("Container.NotFound", Assert.Throws<ContainerException>(() => Store.Write(new ContainerState("two"))).ErrorId);
        Store.Delete("one");
        Assert.Equal("Container.NotFound", Assert.Throws<ContainerException>(() => folder.Write(new ContainerState("one"))).ErrorId);
        Assert.Equal("Container.NotFound", Assert.Throws<ContainerException>(() => Store.Update("one", _ => { })).ErrorId);
    }

    [Fact]
    public void A_folder_that_was_opened_before_its_id_was_used_anew_stays_the_old_one()
    {
        using ContainerFolder old = Store.Reserve("one");
        Store.Delete("one");
        _root.Add("one", "front");
        Assert.Throws<ContainerException>(() => old.Write(new ContainerState("one")));
        Assert.Throws<ContainerException>(() => old.Update(state => state.Error = "x"));
        Assert.Null(Store.Read("one").Require().Error);
    }

    [Fact]
    public void A_state_that_could_not_be_read_back_is_not_written()
    {
        _root.Add("one");
        var labels = new Dictionary<string, string> { ["k"] = new('x', StateFile.SizeLimit) };
        var error = Assert.Throws<ContainerException>(() => Store.Update("one", state => state.Labels = labels));
        Assert.Equal("State.TooLarge", error.ErrorId);
        Assert.Empty(Store.Read("one").Require().Labels);
        Assert.DoesNotContain(Directory.GetFiles(_root.PathOf("one")), file => file.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public void An_update_that_throws_changes_nothing_and_frees_the_lock()
    {
        _root.Add("one");
        Assert.Throws<InvalidOperationException>(() => Store.Update("one", state =>
        {
            state.Error = "x";
            throw new InvalidOperationException();
        }));
        Assert.Null(Store.Read("one").Require().Error);
        Assert.Equal("y", Store.Update("one", state => state.Error = "y").Error);
    }

    [Fact]
    public void The_copy_of_the_spec_is_kept_byte_for_byte()
    {
        using ContainerFolder folder = Store.Reserve("one");
        Assert.Null(folder.ReadSpec());
        byte[] spec = [0xEF, 0xBB, 0xBF, (byte)'{', (byte)' ', (byte)'}', 0, 0xFF];
        folder.WriteSpec(spec);
        Assert.Equal(spec, folder.ReadSpec());
        folder.WriteSpec([]);
        Assert.Empty(folder.ReadSpec()!);
        byte[] large = new byte[StateFile.SpecSizeLimit];
        folder.WriteSpec(large);
        Assert.Equal(large, folder.ReadSpec());
        Assert.Equal("State.SpecTooLarge", Assert.Throws<ContainerException>(() => folder.WriteSpec(new byte[large.Length + 1])).ErrorId);
    }

    [Fact]
    public void Files_are_for_their_owner_only()
    {
        _root.Add("one", "front");
        const UnixFileMode others = (UnixFileMode)0x3F;
        foreach (string path in Directory.GetFileSystemEntries(_root.Path, "*", SearchOption.AllDirectories))
        {
            Assert.True(new FileInfo(path).LinkTarget is not null || (File.GetUnixFileMode(path) & others) == 0, path);
        }
    }

    [Fact]
    public void Nothing_stays_open()
    {
        // Once before the count: pools and caches fill.
        Exercise();
        int before = OpenDescriptorsBelow(_root.Path);
        for (int i = 0; i < 50; i++)
        {
            Exercise();
        }

        Assert.Equal(0, before);
        Assert.Equal(0, OpenDescriptorsBelow(_root.Path));
    }

    private void Exercise()
    {
        _root.Add("one", "front");
        Assert.Single(Store.Enumerate());
        foreach (StateReading _ in Store.Enumerate())
        {
            break;
        }

        Assert.Throws<ContainerException>(() => Store.Reserve("two", "front"));
        Assert.Throws<ContainerException>(() => Store.Reserve("one"));
        Assert.False(Store.IsOwnerAlive("one"));
        Store.Update("one", state => state.StopSignal = 15);
        Assert.Equal(15, Store.Find("o").Require().StopSignal);
        Store.Delete("one");
    }

    private static int OpenDescriptorsBelow(string path) => Directory.GetFileSystemEntries("/proc/self/fd")
        .Count(fd => new FileInfo(fd).LinkTarget?.StartsWith(path, StringComparison.Ordinal) == true);
}
