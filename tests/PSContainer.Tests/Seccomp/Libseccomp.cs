using System.Runtime.InteropServices;
using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

/// <summary>The filter that libseccomp makes of a profile, called in the way of runc and crun.</summary>
internal static unsafe partial class Libseccomp
{
    private const string Library = "libseccomp.so.2";
    private const int NoSuchName = -1;

    [StructLayout(LayoutKind.Sequential)]
    private struct Comparison
    {
        public uint Argument;
        public int Operator;
        public ulong A;
        public ulong B;
    }

    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>The filter; null where libseccomp refuses the profile.</summary>
    public static ulong[]? Compile(LinuxSeccomp profile)
    {
        uint otherwise = SeccompReturn.From(profile.DefaultAction, profile.DefaultErrnoRet, -1);
        nint context = seccomp_init(otherwise);
        try
        {
            foreach (SyscallAbi abi in (profile.Architectures ?? []).Select(a => a.ToAbi()).OfType<SyscallAbi>())
                _ = seccomp_arch_add(context, Token(abi));
            bool isAccepted = (profile.Syscalls ?? []).All(r => r.Names.All(n => Add(context, otherwise, r, n)));
            return isAccepted ? Export(context) : null;
        }
        finally
        {
            seccomp_release(context);
        }
    }

    /// <summary>The number of a call; negative where the machine, or libseccomp, does not have it.</summary>
    public static int Number(string name, SyscallAbi abi)
    {
        int number = seccomp_syscall_resolve_name_arch(Token(abi), name);
        return abi == SyscallAbi.X32 && number >= 0 ? number & ~(int)SyscallAbis.X32Bit : number;
    }

    private static uint Token(SyscallAbi abi) => abi == SyscallAbi.X32 ? 0x4000003E : abi.AuditArch();

    private static bool Add(nint context, uint otherwise, LinuxSyscall rule, string name)
    {
        uint action = SeccompReturn.From(rule.Action, rule.ErrnoRet, 0);
        int number = seccomp_syscall_resolve_name(name);
        if (action == otherwise || number == NoSuchName)
            return true;
        Comparison[] all = [.. (rule.Args ?? []).Select(Convert)];
        bool isTwice = all.GroupBy(a => a.Argument).Any(g => g.Count() > 1);
        return isTwice ? all.All(a => Add(context, action, number, [a])) : Add(context, action, number, all);
    }

    private static bool Add(nint context, uint action, int number, Comparison[] comparisons)
    {
        fixed (Comparison* first = comparisons)
            return seccomp_rule_add_array(context, action, number, (uint)comparisons.Length, first) == 0;
    }

    private static Comparison Convert(LinuxSeccompArg a) =>
        new() { Argument = a.Index, Operator = (int)a.Op + 1, A = a.Value, B = a.ValueTwo ?? 0 };

    private static ulong[] Export(nint context)
    {
        string path = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
                Assert.Equal(0, seccomp_export_bpf(context, (int)file.DangerousGetHandle()));
            return MemoryMarshal.Cast<byte, ulong>(File.ReadAllBytes(path)).ToArray();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [LibraryImport(Library)]
    private static partial nint seccomp_init(uint action);

    [LibraryImport(Library)]
    private static partial void seccomp_release(nint context);

    [LibraryImport(Library)]
    private static partial int seccomp_arch_add(nint context, uint arch);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int seccomp_syscall_resolve_name(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int seccomp_syscall_resolve_name_arch(uint arch, string name);

    [LibraryImport(Library)]
    private static partial int seccomp_rule_add_array(nint context, uint action, int number, uint count, Comparison* comparisons);

    [LibraryImport(Library)]
    private static partial int seccomp_export_bpf(nint context, int fd);
}
