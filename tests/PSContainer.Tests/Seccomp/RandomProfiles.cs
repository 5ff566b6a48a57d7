using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

/// <summary>Makes profiles, and calls that come close to what their rules are about. The same seed makes the same ones.</summary>
internal sealed class RandomProfiles(int seed)
{
    private static readonly string[] s_names =
    [
        "read", "write", "open", "close", "stat", "mmap", "ioctl", "personality", "clone", "clone3", "execve", "socket", "sendto",
        "accept", "semop", "shmat", "msgsnd", "socketcall", "ipc", "breakpoint", "cacheflush", "set_tls", "futex", "openat2",
        "mseal", "file_getattr", "kexec_file_load", "no_such_call", "timerfd", "getpid", "prctl", "bpf", "rt_sigaction", "ppoll",
    ];

    private static readonly string[] s_common =
    [
        "read", "close", "ioctl", "personality", "clone", "execve", "futex", "prctl", "ppoll", "getpid", "bpf", "openat2",
    ];

    private static readonly ulong[] s_values =
        [0, 1, 2, 5, 16, 0xFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000, 0x100000005, 0x8000000000000000, ulong.MaxValue];

    private readonly Random _random = new(seed);
    private readonly List<string> _unused = [];

    /// <summary>
    /// Whether each call has one rule only, and is one that all machines have. libseccomp 2.5 makes wrong filters of other calls,
    /// and of several bounds on one argument; some sets of rules never end in it.
    /// </summary>
    public bool IsPlain { get; init; }

    public LinuxSeccomp Profile()
    {
        _unused.Clear();
        _unused.AddRange(s_common);
        SeccompAction action = Action(SeccompAction.Kill, SeccompAction.Log);
        return new LinuxSeccomp
        {
            DefaultAction = action,
            DefaultErrnoRet = Errno(action),
            Architectures = Architectures(),
            ListenerPath = "/run/listener",
            Syscalls = [.. Enumerable.Range(0, _random.Next(1, 30)).Select(_ => Rule())],
        };
    }

    public SystemCall Call(LinuxSeccomp profile, SyscallAbi abi)
    {
        LinuxSyscall rule = Pick(profile.Syscalls!);
        int known = SyscallTable.Number(Pick(rule.Names), abi);
        uint number = _random.Next(8) switch
        {
            0 => (uint)_random.Next(600),
            1 => (uint)(known + 1),
            2 => Pick<uint>([uint.MaxValue, 0x3FFFFFFF, 0x40000000, 0x40000221, 0x80000000, 0xF0001, 0x7FFFFFFF]),
            _ => (uint)Math.Max(known, 0),
        };
        uint bit = abi == SyscallAbi.X32 && _random.Next(10) > 0 ? SyscallAbis.X32Bit : 0;
        return new SystemCall(Arch(abi), number | bit, [.. Enumerable.Range(0, 6).Select(i => Argument(rule, i))]);
    }

    private LinuxSyscall Rule()
    {
        SeccompAction action = Action(SeccompAction.Kill, SeccompAction.Notify);
        List<string> names = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Name())];
        List<LinuxSeccompArg> conditions = [.. Enumerable.Range(0, Math.Max(0, _random.Next(6) - 2)).Select(_ => Condition())];
        if (IsPlain)
            conditions = [.. conditions.DistinctBy(c => c.Index)];
        if (action == SeccompAction.Notify)
            names = [.. names.Select(n => n == "write" ? "read" : n)];
        if (conditions.Count > 0)
            names = [.. names.Select(n => n is "socketcall" or "ipc" ? "open" : n)];
        return new LinuxSyscall { Names = names, Action = action, ErrnoRet = Errno(action), Args = conditions };
    }

    private string Name()
    {
        if (!IsPlain)
            return Pick(s_names);
        string name = _unused.Count > 0 ? Pick(_unused) : "no_such_call";
        _unused.Remove(name);
        return name;
    }

    private LinuxSeccompArg Condition() => new()
    {
        Index = (uint)_random.Next(_random.Next(1, 7)),
        Value = Value(),
        ValueTwo = _random.Next(2) == 0 ? null : Value(),
        Op = (SeccompOperator)_random.Next(7),
    };

    private ulong Argument(LinuxSyscall rule, int index)
    {
        LinuxSeccompArg[] about = [.. (rule.Args ?? []).Where(a => a.Index == index)];
        if (about.Length == 0 || _random.Next(4) == 0)
            return Value();
        LinuxSeccompArg condition = Pick(about);
        ulong near = condition.Op == SeccompOperator.MaskedEqual ? condition.Value & (condition.ValueTwo ?? 0) : condition.Value;
        return _random.Next(4) == 0 ? near + (ulong)_random.Next(-1, 2) : near;
    }

    private ulong Value() => _random.Next(3) == 0 ? (ulong)_random.NextInt64() : Pick(s_values);

    private List<SeccompArch>? Architectures() => _random.Next(8) == 0
        ? null
        : [.. Enum.GetValues<SeccompArch>().Where(_ => _random.Next(2) == 0)];

    private SeccompAction Action(SeccompAction first, SeccompAction last) =>
        (SeccompAction)_random.Next((int)first, (int)last + 1);

    private uint? Errno(SeccompAction action) =>
        action is SeccompAction.Errno or SeccompAction.Trace && _random.Next(2) == 0 ? (uint)_random.Next(1, 134) : null;

    private uint Arch(SyscallAbi abi) => _random.Next(50) == 0 ? 0x80000016 : abi.AuditArch();

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
