using PSContainer.Cgroups;
using PSContainer.Errors;

namespace PSContainer.Tests.Cgroups;

public sealed class CgroupRemoveTests
{
    [Fact]
    public void Groups_that_the_container_made_below_are_removed_too()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        foreach (CgroupDirectory directory in test.Group.Directories)
        {
            Directory.CreateDirectory(directory.Path + "/a/b/c");
            Directory.CreateDirectory(directory.Path + "/a/d");
        }

        test.Group.Remove();

        Assert.DoesNotContain(test.Group.Directories, static directory => Directory.Exists(directory.Path));
    }

    [Fact]
    public void Removing_waits_for_processes_that_are_dying()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        for (int i = 0; i < 10; i++)
        {
            test.Start("sleep 60").Go();
        }

        test.Group.Kill();
        test.Group.Remove();

        Assert.DoesNotContain(test.Group.Directories, static directory => Directory.Exists(directory.Path));
    }

    [Fact]
    public void A_group_that_is_in_use_is_an_error_that_names_the_process()
    {
        using var test = new TestGroup(controllers: CgroupControllers.Freezer);
        Inmate inmate = test.Start("sleep 60");

        ContainerException e = Assert.Throws<ContainerException>(() => test.Group.Remove(TimeSpan.FromMilliseconds(50)));

        Assert.Equal("Cgroup.Remove.EBUSY", e.ErrorId);
        Assert.Contains($"process {inmate.Id} ", e.Message, StringComparison.Ordinal);
        Assert.False(inmate.HasExited);
    }

    [Fact]
    public void Removing_what_is_gone_is_no_error()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        test.Group.Remove();
        test.Group.Remove();
    }

    [Fact]
    public void Another_process_can_come_back_to_the_group_and_remove_it()
    {
        using var test = new TestGroup(controllers: CgroupControllers.All);
        using Cgroup again = Cgroup.Open(test.Group.ToState());

        Assert.Equal(test.Group.ToState(), again.ToState());
        again.Remove();

        Assert.DoesNotContain(test.Group.Directories, static directory => Directory.Exists(directory.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("memory")]
    [InlineData(":/sys/fs/cgroup/x")]
    [InlineData("memory:relative")]
    [InlineData("memory:/sys/fs/cgroup/../../../etc")]
    [InlineData("/sys/fs/cgroup/x")]
    public void State_that_names_no_cgroup_is_refused(string line)
    {
        ContainerException e = Assert.Throws<ContainerException>(() => Cgroup.Open([line]));

        Assert.Equal(ErrorKind.InvalidData, e.Kind);
    }
}
