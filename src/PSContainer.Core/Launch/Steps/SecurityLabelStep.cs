using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Has the command run under an AppArmor profile or an SELinux label, from its execve on. It is written to a procfs that was opened
/// before the root changed: one inside could be anything (CVE-2019-16884, CVE-2025-52881).
/// </summary>
internal sealed unsafe class SecurityLabelStep : LaunchStep
{
    private readonly CString[] _files;
    private readonly CString _text;

    private SecurityLabelStep(string name, string description, string text, params ReadOnlySpan<string> files)
    {
        Name = name;
        Description = description;
        _text = new CString(text);
        _files = [.. files.ToArray().Select(static file => new CString(file))];
    }

    public override string Name { get; }

    public override string Description { get; }

    public static SecurityLabelStep AppArmor(string profile) => new(
        "AppArmor", $"run under the AppArmor profile {profile}", $"exec {profile}", "self/attr/apparmor/exec", "self/attr/exec");

    public static SecurityLabelStep Selinux(string label) =>
        new("Selinux", $"run under the SELinux label {label}", label, "self/attr/exec");

    public override void Execute(LaunchContext context)
    {
        int file = -1;
        for (int i = 0; i < _files.Length && file < 0; i++)
        {
            fixed (byte* path = _files[i])
            {
                file = OpenAt2(context.HostProc, path, O_WRONLY | O_CLOEXEC, 0, RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS);
            }
        }

        LinuxException.Check(file, "openat2", "/proc/self/attr/exec");
        fixed (byte* text = _text)
        {
            LinuxException.Check((nint)(long)write(file, text, _text.Length), "write", "/proc/self/attr/exec");
        }

        close(file);
    }
}
