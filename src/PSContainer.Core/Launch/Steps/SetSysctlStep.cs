using PSContainer.Errors;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>Sets a kernel parameter of the new namespaces, through a procfs that nobody can have redirected.</summary>
internal sealed unsafe class SetSysctlStep(string key, string value) : LaunchStep
{
    private readonly CString _path = new("sys/" + SysctlPath(key));
    private readonly CString _value = new(value);

    public override string Name => "Sysctl";

    public override string Description => $"set sysctl {key} = {value}";

    public override void Execute(LaunchContext context)
    {
        int proc = context.OpenPrivateProc();
        fixed (byte* path = _path, text = _value)
        {
            int file = OpenAt2(proc, path, O_WRONLY | O_CLOEXEC, 0, RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS);
            LinuxException.Check(file, "openat2", key);
            LinuxException.Check((nint)(long)write(file, text, _value.Length), "write", key);
            close(file);
        }
    }

    // As sysctl(8): whichever of '.' and '/' comes first separates, and the other is part of a name (net/ipv4/conf/eth0.1/…).
    private static string SysctlPath(string key)
    {
        int separator = key.AsSpan().IndexOfAny('.', '/');
        return separator < 0 || key[separator] == '/'
            ? key
            : string.Create(key.Length, key, static (span, text) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = text[i] switch { '.' => '/', '/' => '.', var other => other };
                }
            });
    }
}
