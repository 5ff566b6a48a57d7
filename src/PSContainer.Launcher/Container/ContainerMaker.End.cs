using PSContainer.Containers;
using PSContainer.Errors;
using PSContainer.Launcher.Process;
using PSContainer.Protocol;
using PSContainer.Resctrl;
using PSContainer.State;

namespace PSContainer.Launcher.Container;

/// <content>How what was made is taken away again: when the container has ended, or when it could not be made.</content>
internal sealed partial class ContainerMaker
{
    /// <summary>Waits for the end of its first process, and ends all that it leaves.</summary>
    public ExitResult Reap(int pid)
    {
        ExitResult result = ChildProcess.Wait(pid);
        Cgroup?.Kill();
        if (LeavesOrphans)
        {
            Orphans.End();
        }

        return MemoryKills.Told(Record.Corrected(result), Cgroup, before: 0);
    }

    /// <summary>Whether what is known of it is kept when it has ended.</summary>
    public bool Keeps => Options.Keeps;

    /// <summary>Notes how its process ended, and removes all but that; where it is to be kept, not even the cgroup.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="change">What is to be noted besides.</param>
    public void Stop(ExitResult result, Action<ContainerState>? change = null)
    {
        string? error = Keeps ? null : Clear();
        Record.Stopped(result, Cgroup?.ToState() ?? [], error, change);
    }

    // The exit code is noted whatever becomes of the rest; what is left of the cgroup is noted with it, for Remove-Container.
    private string? Clear()
    {
        try
        {
            ContainerCgroup.Remove(Cgroup);
            Cgroup = null;
            IntelRdt.Remove(_rdt?.Path);
            return null;
        }
        catch (Exception error) when (error is ContainerException or LinuxException)
        {
            return error.Message;
        }
    }

    /// <summary>Removes the container: cgroup, hooks of its end, entry. Its process has ended.</summary>
    public void Remove()
    {
        ContainerCgroup.Remove(Cgroup);
        Cgroup = null;
        IntelRdt.Remove(_rdt?.Path);
        StorageFolder.Discard(_request.Storage, _request.Trash);
        _store.Delete(_request.Id);
        _hooks.RunPoststop(Record.State);
    }

    public void Dispose()
    {
        _network?.Dispose();
        _start?.Dispose();
        _folder?.Dispose();
        Cgroup?.Dispose();
    }

    // Each part by itself: what fails here must not keep the others from being cleared, nor hide why the launch failed.
    private void Undo(Exception error)
    {
        try
        {
            ContainerCgroup.Remove(Cgroup);
            Cgroup = null;
            IntelRdt.Remove(_rdt?.Path);
        }
        finally
        {
            if (_isKept)
            {
                Record.Failed(error.Message, Cgroup?.ToState() ?? []);
            }
            else
            {
                TryRemoveStorage();
                _store.Delete(_request.Id);
            }

            _hooks.RunPoststop(Record.State);
        }
    }

    // What is left is found, by the image store, to be of no container.
    private void TryRemoveStorage()
    {
        try
        {
            StorageFolder.Remove(_request.Storage);
        }
        catch (Exception error) when (error is ContainerException or LinuxException)
        {
        }
    }
}
