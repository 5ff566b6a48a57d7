using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.State;

namespace PSContainer.Tests.State;

public sealed class StateRootTests
{
    [Theory]
    [InlineData(0, false, null, false, "/run/pscontainer")]
    [InlineData(0, false, "/run/user/1000", true, "/run/pscontainer")]
    [InlineData(0, true, "/run/user/1000", true, "/run/user/1000/pscontainer")]
    [InlineData(0, true, null, true, "/run/pscontainer")]
    [InlineData(1000, false, "/run/user/1000", true, "/run/user/1000/pscontainer")]
    [InlineData(1000, true, "/xdg/", false, "/xdg/pscontainer")]
    [InlineData(1000, false, "/", false, "/pscontainer")]
    [InlineData(1000, false, null, true, "/run/user/1000/pscontainer")]
    [InlineData(1000, false, "", true, "/run/user/1000/pscontainer")]
    [InlineData(1000, false, "relative", true, "/run/user/1000/pscontainer")]
    [InlineData(1000, false, null, false, "/tmp/pscontainer-1000")]
    [InlineData(4294967294, false, null, false, "/tmp/pscontainer-4294967294")]
    public void The_folder_follows_from_the_user(uint uid, bool mapped, string? xdg, bool hasRunUser, string expected) =>
        Assert.Equal(expected, new StateRootChoice(uid, mapped, xdg).Choose(path => hasRunUser && path == $"/run/user/{uid}"));

    [Fact]
    public void A_folder_that_does_not_exist_is_made_for_its_owner_only_and_not_by_readers()
    {
        using var root = new TemporaryRoot();
        StateRoot nested = StateRoot.At(root.PathOf("a", "b") + "/");
        Assert.Null(nested.TryOpen());
        Assert.False(Directory.Exists(root.Path));
        nested.Open().Dispose();
        Assert.Equal(root.PathOf("a", "b"), nested.Path);
        const UnixFileMode mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(mine, File.GetUnixFileMode(nested.Path));
        Assert.Equal(mine, File.GetUnixFileMode(root.Path));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_folder_that_others_may_write_is_refused(UnixFileMode extra)
    {
        using var root = new TemporaryRoot();
        root.Store.Root.Open().Dispose();
        File.SetUnixFileMode(root.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | extra);
        var error = Assert.Throws<ContainerException>(() => root.Store.Root.Open());
        Assert.Equal(("State.Root.WritableByOthers", ErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Contains($"chmod go-w {root.Path}", error.Remedy, StringComparison.Ordinal);
        Assert.Throws<ContainerException>(() => root.Store.Enumerate().Count());
    }

    [Fact]
    public void A_folder_of_another_user_is_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a folder away");
        using var root = new TemporaryRoot();
        root.Store.Root.Open().Dispose();
        Assert.Equal(0, chown(root.Path, 65534, 65534));
        var error = Assert.Throws<ContainerException>(() => root.Store.Root.TryOpen());
        Assert.Equal("State.Root.OfAnotherUser", error.ErrorId);
        Assert.Contains("65534", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, chown(root.Path, 0, 0));
    }

    [Fact]
    public void A_link_is_refused_where_the_folder_was_not_chosen_by_the_user()
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.PathOf("real"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(root.PathOf("pscontainer"), root.PathOf("real"));
        string link = root.PathOf("pscontainer");
        var error = Assert.Throws<ContainerException>(() => new StateRoot(link, chosenByUser: false).Open());
        Assert.Equal("State.Root.ENOTDIR", error.ErrorId);
        Assert.Contains("it is a link", error.Message, StringComparison.Ordinal);
        StateRoot.At(link).Open().Dispose();
    }

    [Fact]
    public void A_link_of_another_user_is_refused_even_to_a_folder_of_ours()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a link away");
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.PathOf("real"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(root.PathOf("link"), root.PathOf("real"));
        Assert.Equal(0, lchown(root.PathOf("link"), 65534, 65534));
        var error = Assert.Throws<ContainerException>(() => StateRoot.At(root.PathOf("link")).Open());
        Assert.Equal("State.Root.ENOTDIR", error.ErrorId);
    }

    [Fact]
    public void Parents_are_made_only_where_the_folder_was_chosen_by_the_user()
    {
        using var root = new TemporaryRoot();
        var error = Assert.Throws<ContainerException>(() => new StateRoot(root.PathOf("a"), chosenByUser: false).Open());
        Assert.Equal("State.Root.ENOENT", error.ErrorId);
        Assert.Contains("XDG_RUNTIME_DIR", error.Remedy, StringComparison.Ordinal);
        Assert.False(Directory.Exists(root.Path));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    public void A_file_in_its_place_is_an_error(string path)
    {
        using var root = new TemporaryRoot();
        Directory.CreateDirectory(root.Path);
        File.WriteAllText(root.PathOf("file"), "");
        var error = Assert.Throws<ContainerException>(() => StateRoot.At(root.PathOf(path)).Open());
        Assert.Equal("State.Root.ENOTDIR", error.ErrorId);
        Assert.NotNull(error.Remedy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_refused(string path) =>
        Assert.Equal("State.Root.InvalidPath", Assert.Throws<ContainerException>(() => StateRoot.At(path)).ErrorId);

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_with_a_remedy()
    {
        // Not even root can make a directory there.
        var error = Assert.Throws<ContainerException>(() => StateRoot.At("/proc/self/pscontainer").Open());
        Assert.StartsWith("State.Root.E", error.ErrorId, StringComparison.Ordinal);
        Assert.Contains("could not be made", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
        Assert.IsType<LinuxException>(error.InnerException);
    }

    [Fact]
    public void A_folder_that_can_only_be_read_lists_and_refuses_what_is_new()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may write everywhere");
        using var root = new TemporaryRoot();
        root.Add("one");
        File.SetUnixFileMode(root.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Single(root.Store.Enumerate());
        var error = Assert.Throws<ContainerException>(() => root.Store.Reserve("two"));
        Assert.Equal(("State.Root.EACCES", ErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
        Assert.Equal("State.Delete.EACCES", Assert.Throws<ContainerException>(() => root.Store.Delete("one")).ErrorId);
    }

    [DllImport("libc")]
    private static extern int lchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);

    [DllImport("libc")]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}
