using System.Diagnostics.CodeAnalysis;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Protocol;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// A short-lived process between launcher and container: joins namespaces and sets clocks, then clones the container's
/// process as a child of the launcher (CLONE_PARENT). Where that process has a seccomp listener, it stays to hand it on.
/// </summary>
internal static unsafe class JoinStage
{
    [DoesNotReturn]
    public static void Run(LaunchPlan plan, InitMode init, NamespaceFiles files, int cgroup, SyncSocket sync, LaunchChannels channels)
    {
        string doing = "join the namespaces";
        close(sync.Parent);
        sync = new SyncSocket(-1, sync.Child);
        try
        {
            LinuxException.Check(Prctl(PR_SET_PDEATHSIG, (nuint)SIGKILL), "prctl(PR_SET_PDEATHSIG)");
            if (SyncSocket.IsAbandoned(sync.Child))
            {
                ChildProcess.Exit(ChildProcess.DiedInSetup);
            }

            // Version 2 with nsdelegate lets nobody into a group from outside of the namespace's root (cgroup-v2.rst, "Delegation
            // Containment"): who is cloned into the group joins its namespace from there.
            ulong flags = Prepare(plan.Namespaces, channels, files, cgroup < 0 ? null : NamespaceKind.Cgroup, sync.Child) | (uint)CLONE_PARENT;
            // The container's processes may see the next one from its first moment on.
            DescriptorSweep.CloseAllBut(plan.PreservedDescriptors, [sync.Child, cgroup, files.Later, InitImage.Descriptor, .. channels.Descriptors]);
            int pid = ProcessCloner.Clone(channels.Listener is null ? flags : flags | (uint)CLONE_FILES, cgroup);
            if (pid == 0)
            {
                files.JoinLater();
                ContainerChild.Run(plan, init, sync, channels);
            }

            SyncSocket.Send(sync.Child, SyncMessage.ProcessId, pid);
            doing = "hand the seccomp listener on";
            channels.Listener?.Serve(pid);
        }
        catch (LinuxException error)
        {
            SyncSocket.SendFailure(sync.Child, channels.Listener is null ? "Namespace" : "Seccomp", doing, error);
        }

        ChildProcess.Exit(0);
    }

    // Clocks can be set only while nobody is in the time namespace, by one who rules its user namespace: that comes first.
    private static ulong Prepare(NamespacePlan plan, LaunchChannels channels, NamespaceFiles files, NamespaceKind? later, int sync)
    {
        if (!plan.Makes(NamespaceKind.User))
        {
            // No id maps are to be written to it, which would forbid that: nothing inside may look into the next one, not even at first.
            LinuxException.Check(Prctl(PR_SET_DUMPABLE, 0), "prctl(PR_SET_DUMPABLE)");
        }

        files.Join(later);
        ulong flags = channels.CloneFlags(plan);
        if (plan.TimeOffsets is not { } offsets)
        {
            return flags;
        }

        if (plan.Makes(NamespaceKind.User))
        {
            LinuxException.Check(unshare(CLONE_NEWUSER), "unshare");
            SyncSocket.Send(sync, SyncMessage.MapIds);
            SyncSocket.Receive(sync, out _, out _);
        }

        LinuxException.Check(unshare((int)CLONE_NEWTIME), "unshare");
        ProcFile.Write("/proc/self/timens_offsets", offsets);
        return flags & ~((uint)CLONE_NEWUSER | CLONE_NEWTIME);
    }
}
