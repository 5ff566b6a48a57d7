using System.Diagnostics;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class StateStoreHostileTests : IDisposable
{
    private readonly TemporaryRoot _root = new();
    private readonly string _outside = Directory.CreateTempSubdirectory("pscontainer-outside-").FullName;

    public StateStoreHostileTests()
    {
        File.WriteAllText(Path.Combine(_outside, "precious"), "keep");
        _root.Add("good");
    }

    private StateStore Store => _root.Store;

    public void Dispose()
    {
        Assert.Equal("keep", File.ReadAllText(Path.Combine(_outside, "precious")));
        Directory.Delete(_outside, recursive: true);
        _root.Dispose();
    }

    [Fact]
    public void Removing_a_container_does_not_follow_links_in_its_folder()
    {
        _root.Add("one");
        Directory.CreateDirectory(_root.PathOf("one", "sub", "deeper"));
        File.WriteAllText(_root.PathOf("one", "sub", "deeper", "file"), "");
        Directory.CreateSymbolicLink(_root.PathOf("one", "to-folder"), _outside);
        Directory.CreateSymbolicLink(_root.PathOf("one", "sub", "to-folder"), _outside);
        File.CreateSymbolicLink(_root.PathOf("one", "sub", "to-file"), Path.Combine(_outside, "precious"));
        Assert.True(Store.Delete("one"));
        Assert.False(Directory.Exists(_root.PathOf("one")));
        Assert.True(Directory.Exists(_outside));
    }

    [Fact]
    public void A_link_in_place_of_a_container_is_no_container_and_is_removed_alone()
    {
        Directory.CreateSymbolicLink(_root.PathOf("evil"), _outside);
        File.Copy(_root.PathOf("good", "state.json"), Path.Combine(_outside, "state.json"));
        Assert.Single(Store.Enumerate());
        Assert.Equal(StateProblem.NotFound, Store.Read("evil").Problem);
        Assert.Equal("Container.NotFound", Assert.Throws<ContainerException>(() => Store.Write(new ContainerState("evil"))).ErrorId);
        Assert.True(Store.Delete("evil"));
        Assert.True(Directory.Exists(_outside));
        Assert.Null(new FileInfo(_root.PathOf("evil")).LinkTarget);
    }

    [Fact]
    public void A_file_in_place_of_a_container_is_not_listed_and_can_be_removed()
    {
        File.WriteAllText(_root.PathOf("file"), "x");
        Assert.Single(Store.Enumerate());
        Assert.True(Store.Delete("file"));
        Assert.False(File.Exists(_root.PathOf("file")));
    }

    [Fact]
    public void Folders_that_are_no_containers_are_not_listed()
    {
        Directory.CreateDirectory(_root.PathOf(".hidden"));
        Directory.CreateDirectory(_root.PathOf("with space"));
        Directory.CreateDirectory(_root.PathOf("é"));
        Directory.CreateDirectory(_root.PathOf("\u001b[2J"));
        Assert.Equal("good", Assert.Single(Store.Enumerate()).Id);
    }

    [Fact]
    public void A_link_in_place_of_the_state_is_neither_read_nor_written_through()
    {
        _root.Add("one");
        File.Copy(_root.PathOf("one", "state.json"), Path.Combine(_outside, "other"));
        File.Delete(_root.PathOf("one", "state.json"));
        File.CreateSymbolicLink(_root.PathOf("one", "state.json"), Path.Combine(_outside, "other"));
        AssertBroken("one", StateProblem.Unreadable, "link");
        string before = File.ReadAllText(Path.Combine(_outside, "other"));
        Store.Write(new ContainerState("one") { Error = "new" });
        Assert.Equal(before, File.ReadAllText(Path.Combine(_outside, "other")));
        Assert.Equal("new", Store.Read("one").Require().Error);
    }

    [Fact]
    public void A_link_in_place_of_the_draft_of_a_state_is_not_written_through()
    {
        _root.Add("one");
        File.CreateSymbolicLink(_root.PathOf("one", ".new"), Path.Combine(_outside, "precious"));
        var error = Assert.Throws<ContainerException>(() => Store.Write(new ContainerState("one")));
        Assert.Equal("State.Write.ELOOP", error.ErrorId);
        Assert.True(Store.Delete("one"));
    }

    [Fact]
    public void A_link_in_place_of_the_lock_is_not_followed()
    {
        _root.Add("one");
        File.Delete(_root.PathOf("one", "lock"));
        File.CreateSymbolicLink(_root.PathOf("one", "lock"), Path.Combine(_outside, "precious"));
        Assert.False(Store.IsOwnerAlive("one"));
        using ContainerFolder folder = Store.Open("one");
        Assert.Equal("State.Own.ELOOP", Assert.Throws<ContainerException>(folder.TakeOwnership).ErrorId);
    }

    [Fact]
    public void A_directory_in_place_of_the_state_is_a_broken_container()
    {
        _root.Add("one");
        File.Delete(_root.PathOf("one", "state.json"));
        Directory.CreateDirectory(_root.PathOf("one", "state.json", "full"));
        AssertBroken("one", StateProblem.Unreadable, "directory");
        Assert.StartsWith("State.Write.E", Assert.Throws<ContainerException>(() => Store.Write(new ContainerState("one"))).ErrorId, StringComparison.Ordinal);
        Assert.True(Store.Delete("one"));
        Assert.False(Directory.Exists(_root.PathOf("one")));
    }

    [Fact]
    public void A_state_that_is_too_large_is_not_read_to_its_end()
    {
        _root.Add("one");
        using (FileStream file = File.OpenWrite(_root.PathOf("one", "state.json")))
        {
            file.SetLength(1L << 40);
        }

        AssertBroken("one", StateProblem.TooLarge, "1048576");
        Assert.True(Store.Delete("one"));
    }

    [Fact]
    public void A_state_that_has_just_the_largest_size_is_read()
    {
        byte[] state = File.ReadAllBytes(_root.PathOf("good", "state.json"));
        byte[] padded = [.. state, .. Enumerable.Repeat((byte)' ', StateFile.SizeLimit - state.Length)];
        File.WriteAllBytes(_root.PathOf("good", "state.json"), padded);
        Assert.Equal(StateProblem.None, Store.Read("good").Problem);
        File.WriteAllBytes(_root.PathOf("good", "state.json"), [.. padded, (byte)' ']);
        Assert.Equal(StateProblem.TooLarge, Store.Read("good").Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("\0\0\0\0")]
    [InlineData("<xml/>")]
    public void A_state_that_is_no_JSON_breaks_no_list(string content)
    {
        _root.AddRaw("one", System.Text.Encoding.UTF8.GetBytes(content));
        AssertBroken("one", StateProblem.Malformed, "state.json");
        var error = Assert.Throws<ContainerException>(() => Store.Update("one", _ => { }));
        Assert.Equal(("State.Read", ErrorKind.InvalidData), (error.ErrorId, error.Kind));
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void A_FIFO_in_place_of_the_state_keeps_nobody_waiting()
    {
        _root.Add("one");
        File.Delete(_root.PathOf("one", "state.json"));
        using (Process process = Process.Start("mkfifo", [_root.PathOf("one", "state.json")]))
        {
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }

        AssertBroken("one", StateProblem.Malformed, "empty");
        Store.Write(new ContainerState("one"));
        Assert.Equal(StateProblem.None, Store.Read("one").Problem);
    }

    [Theory]
    [InlineData("../../outside")]
    [InlineData("..")]
    [InlineData("/etc")]
    [InlineData("good")]
    [InlineData("not-there")]
    public void A_name_that_leads_anywhere_else_is_stale(string target)
    {
        _root.Add("one", "front");
        File.CreateSymbolicLink(_root.PathOf(".names", "evil"), target);
        Assert.Null(Store.FindByName("evil"));
        Assert.Equal("one", Assert.Single(Store.FindByName(_ => true)).Id);
        using ContainerFolder folder = Store.Reserve("two", "evil");
        Assert.Equal("two", Store.FindByName("evil")!.Value.Id);
    }

    [Fact]
    public void A_file_in_place_of_a_name_is_replaced()
    {
        _root.Add("one", "front");
        File.WriteAllText(_root.PathOf(".names", "evil"), "one");
        Assert.Null(Store.FindByName("evil"));
        Store.Reserve("two", "evil").Dispose();
        Assert.Equal("two", Store.FindByName("evil")!.Value.Id);
    }

    [Fact]
    public void A_link_in_place_of_the_folder_of_names_is_an_error_and_leaves_nothing()
    {
        Directory.CreateSymbolicLink(_root.PathOf(".names"), _outside);
        var error = Assert.Throws<ContainerException>(() => Store.Reserve("one", "front"));
        Assert.StartsWith("State.Reserve.", error.ErrorId, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_root.PathOf("one")));
        Assert.Equal(["precious"], Directory.GetFileSystemEntries(_outside).Select(Path.GetFileName));
    }

    [Fact]
    public void A_mark_that_names_another_path_harms_nothing_when_its_container_is_removed()
    {
        _root.Add("one", "front");
        File.CreateSymbolicLink(_root.PathOf("good", "name"), "../front");
        Assert.True(Store.Delete("good"));
        Assert.Equal("one", Store.FindByName("front")!.Value.Id);
    }

    [Fact]
    public void A_mark_that_names_another_containers_name_does_not_free_it()
    {
        _root.Add("one", "front");
        File.CreateSymbolicLink(_root.PathOf("good", "name"), "front");
        Assert.True(Store.Delete("good"));
        Assert.Equal("one", Store.FindByName("front")!.Value.Id);
    }

    [Fact]
    public void A_tree_that_is_deeper_than_a_call_may_go_is_removed()
    {
        _root.Add("one");
        Directory.CreateDirectory(_root.PathOf(["one", .. Enumerable.Repeat("d", 1000)]));
        Assert.True(Store.Delete("one"));
        Assert.False(Directory.Exists(_root.PathOf("one")));
    }

    [Fact]
    public void What_is_mounted_in_a_folder_is_not_emptied()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount");
        _root.Add("one");
        Directory.CreateDirectory(_root.PathOf("one", "mounted"));
        string script = "mount --bind \"$0\" \"$1\" && echo mounted && read line; umount \"$1\"";
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script, _outside, _root.PathOf("one", "mounted")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            string? line = process.StandardOutput.ReadLine();
            Assert.SkipUnless(line == "mounted", "this machine lets nobody mount");
            var error = Assert.Throws<ContainerException>(() => Store.Delete("one"));
            Assert.StartsWith("State.Delete.", error.ErrorId, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(_outside, "precious")));
        }
        finally
        {
            process.StandardInput.Close();
            process.WaitForExit();
        }

        Assert.True(Store.Delete("one"));
    }

    private void AssertBroken(string id, StateProblem problem, string reason)
    {
        StateReading reading = Store.Read(id);
        Assert.Equal((problem, null), (reading.Problem, reading.State));
        Assert.Contains(reason, reading.Reason, StringComparison.Ordinal);
        StateReading[] listed = [.. Store.Enumerate()];
        Assert.Equal(2, listed.Length);
        Assert.Contains(reading, listed);
        Assert.Contains(listed, other => other.State?.Id == "good");
    }
}
