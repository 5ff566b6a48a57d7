using System.Globalization;
using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Says how likely the process is to be killed for want of memory; see <c>proc_pid_oom_score_adj(5)</c>.</summary>
internal sealed unsafe class OomScoreAction(int adjustment) : OutsideAction
{
    public override string Name => "OomScore";

    public override string Description => $"adjust the OOM score by {adjustment}";

    public override void Execute(int pid)
    {
        string file = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/oom_score_adj");
        var text = new CString(adjustment.ToString(CultureInfo.InvariantCulture));
        fixed (byte* path = new CString(file), value = text)
        {
            int descriptor = LinuxException.Check(open(path, O_WRONLY | O_CLOEXEC), "open", file);
            long written = (long)write(descriptor, value, text.Length);
            LinuxException? error = written < 0 ? LinuxException.FromLastError("write", file) : null;
            close(descriptor);
            if (error is not null)
            {
                throw error;
            }
        }
    }
}
