using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>Looks over a profile before it is used.</summary>
internal static class SeccompCheck
{
    /// <summary>
    /// The names in a profile's rules that are no system calls of any kernel up to the tables' one: misspelt, or newer. Filters are
    /// made without them.
    /// </summary>
    /// <returns>Each name once, in the profile's order.</returns>
    public static List<string> UnknownCalls(LinuxSeccomp profile)
    {
        var unknown = new List<string>();
        foreach (LinuxSyscall rule in profile.Syscalls ?? [])
        {
            foreach (string name in rule.Names)
            {
                if (SyscallTable.Find(name) == 0 && !unknown.Contains(name))
                    unknown.Add(name);
            }
        }

        return unknown;
    }

    /// <summary>Checks a profile as the launch will, and refuses it if a name in it is unknown.</summary>
    public static void Validate(LinuxSeccomp profile)
    {
        _ = SeccompCompiler.Compile(profile, SyscallAbis.Native);
        List<string> unknown = UnknownCalls(profile);
        if (unknown.Count > 0)
        {
            throw SeccompError.Invalid(
                "syscalls", $"no kernel up to Linux {SyscallTable.KernelVersion} has a system call named {string.Join(", ", unknown)}");
        }
    }
}
