using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>
/// Opens, with the launcher's rights, what steps of a process that is set up may not open themselves, and sends it the descriptors.
/// </summary>
internal sealed unsafe class SourceServer(LaunchPlan plan, int pid, int socket) : OutsideContext
{
    private readonly Dictionary<DeviceNode, int> _devices = [];

    public override int ProcessId => pid;

    /// <summary>Answers for one step: with a descriptor, or with the reason why there is none.</summary>
    public void Answer(int step)
    {
        var source = (IOutsideStep)plan.SetupSteps[step];
        try
        {
            MakeDevices(source);
            if (source.IsInside)
            {
                AnswerInside(source, plan.SetupSteps[step]);
                return;
            }

            source.Prepare(this);
            Send(source);
        }
        catch (LinuxException error)
        {
            SyncSocket.SendFailure(socket, plan.SetupSteps[step].Name, plan.SetupSteps[step].Description, error);
        }
    }

    public override int MakeIdMap(IdMaps maps) => IdMapNamespace.Open(maps);

    public override int MakeDevice(DeviceNode device) => _devices[device];

    // All at once: making them takes a process of its own.
    private void MakeDevices(IOutsideStep source)
    {
        if (source.Device is null || _devices.Count > 0)
        {
            return;
        }

        List<DeviceNode> wanted = [.. plan.SetupSteps.OfType<IOutsideStep>().Select(static step => step.Device).OfType<DeviceNode>().Distinct()];
        int[] made = PrivateDevice.Make(wanted, plan.Namespaces.IdMaps);
        for (int i = 0; i < made.Length; i++)
        {
            _devices[wanted[i]] = made[i];
        }
    }

    private void Send(IOutsideStep source)
    {
        int descriptor = source.OpenOutside(this);
        DescriptorMessage.Send(socket, descriptor);
        close(descriptor);
    }

    // What lies in the new mounts can be seen only from among them.
    private void AnswerInside(IOutsideStep source, LaunchStep step)
    {
        int child = ProcessCloner.Clone(0);
        if (child == 0)
        {
            try
            {
                source.Prepare(this);
                JoinMounts();
                Send(source);
            }
            catch (LinuxException error)
            {
                SyncSocket.SendFailure(socket, step.Name, step.Description, error);
            }

            ChildProcess.Exit(0);
        }

        ChildProcess.Wait(child);
    }

    private void JoinMounts()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/mnt");
        fixed (byte* path = new CString(text))
        {
            int file = LinuxException.Check(open(path, O_RDONLY | O_CLOEXEC), "open", text);
            LinuxException.Check(setns(file, CLONE_NEWNS), "setns", text);
            close(file);
        }
    }
}
