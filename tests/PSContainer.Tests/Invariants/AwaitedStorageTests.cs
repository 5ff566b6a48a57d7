using System.Text;
using PSContainer.Errors;
using PSContainer.Protocol;
using PSContainer.Tests.Engine;
using static Tmds.Linux.LibC;

namespace PSContainer.Tests.Invariants;

/// <summary>The launcher works while its caller makes the container's storage, and does not touch that before it is there.</summary>
[Collection(WholeMachine.Collection)]
public sealed class AwaitedStorageTests : IDisposable
{
    private readonly Bundle _bundle = new();
    private readonly string _id = Bundle.NewId();

    private string Own => $"{_bundle.Folder}/own";

    private string Given => GivenFile.PathOf(_bundle.StateFolder, _id, "hosts");

    private IEnumerable<string> Containers =>
        Directory.EnumerateFileSystemEntries(_bundle.StateFolder).Where(static path => !Path.GetFileName(path).StartsWith('.'));

    public void Dispose() => _bundle.Dispose();

    [Fact]
    public void The_process_is_not_made_before_the_storage_is_there()
    {
        Outcome outcome = Launch(socket =>
        {
            AwaitGivenFile();
            Thread.Sleep(100);
            Assert.False(Directory.Exists(Own));
            MakeStorage(socket);
        });
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
    }

    [Fact]
    public void A_caller_that_ends_before_that_leaves_nothing()
    {
        Outcome outcome = Launch(static socket => LinuxException.Check(shutdown(socket, SHUT_WR), "shutdown", "the socket"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("ended before it had sent all of its request", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Containers);
        Assert.False(Directory.Exists(Own));
    }

    [Fact]
    public void A_given_file_is_in_the_state_store_for_everybody_to_read_and_gone_with_the_container()
    {
        _bundle.Mounts.Add(Bundle.Mount("bind", "/etc/hosts", Given, "bind", "ro"));
        Outcome outcome = Launch(
            socket =>
            {
                AwaitGivenFile();
                MakeStorage(socket);
            },
            "sh", "-c", "grep -q given /etc/hosts && test $(stat -c %a /etc/hosts) = 644");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Empty(Containers);
    }

    private void AwaitGivenFile() => Assert.True(SpinWait.SpinUntil(() => File.Exists(Given), TimeSpan.FromSeconds(60)));

    private void MakeStorage(int socket)
    {
        Directory.CreateDirectory(Own);
        FrameChannel.Send(socket, []);
    }

    private Outcome Launch(Action<int> sent, params string[] command)
    {
        _bundle.Spec["root"]!["path"] = _bundle.Root;
        _bundle.SetCommand(command is [] ? ["true"] : command);
        var request = new LaunchRequest
        {
            Id = _id, StateRoot = _bundle.StateFolder, Storage = Own, MakesWorkingDirectory = true, AwaitsStorage = true,
            Layers = new RootLayers { Lower = [_bundle.Root], Folder = Own }, Files = [new GivenFile("hosts", null, "127.0.0.1 given\n", null)],
        };
        return RequestLaunch.Run([_bundle.Launcher], request, Encoding.UTF8.GetBytes(_bundle.Spec.ToJsonString()), sent);
    }
}
