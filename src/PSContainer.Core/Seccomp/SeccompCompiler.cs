using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>Makes a profile into a filter that the kernel runs on each system call.</summary>
/// <remarks>
/// <para>The filter first tells the architecture of the call: the machine's own, and those that the profile lists. A call from any
/// other kills the thread, as with libseccomp; so does an x32 call where x32 is not listed. Then it searches the number.</para>
/// <para>A call newer than all that the profile names cannot have been meant by it. Where the profile forbids by default, such a
/// call fails with ENOSYS, so that programs fall back to what they did before (runc's rule).</para>
/// </remarks>
internal static class SeccompCompiler
{
    /// <summary>Compiles a profile.</summary>
    /// <param name="profile">The profile, as in the OCI runtime specification.</param>
    /// <param name="native">The machine's own interface.</param>
    /// <returns>The filter, ready to be loaded.</returns>
    public static SeccompProgram Compile(LinuxSeccomp profile, SyscallAbi native)
    {
        ResolvedProfile resolved = ProfileResolver.Resolve(profile);
        // Who names a listener gets one, as from crun: an agent may wait for it whether or not there is a rule that asks it.
        uint flags = SeccompFlags.From(profile, resolved.UsesListener || !string.IsNullOrEmpty(profile.ListenerPath));
        return new SeccompProgram(WriteProgram(resolved, AbiSet.Of(profile, native)), flags);
    }

    private static ulong[] WriteProgram(ResolvedProfile profile, AbiSet abis)
    {
        // Backwards: the machine's own architecture comes last here, and first in the program.
        var code = new BpfAssembler();
        Span<(uint Arch, int Label)> sections = stackalloc (uint, int)[SyscallAbis.Count];
        int count = 0;
        foreach (SyscallAbi abi in abis.Sections(stackalloc SyscallAbi[SyscallAbis.Count]))
            sections[count++] = (abi.AuditArch(), WriteSection(code, profile, abis, abi));
        int label = code.Return(SeccompReturn.KillThread);
        foreach ((uint arch, int section) in sections[..count])
            label = code.Branch(Bpf.JumpIfEqual, arch, section, label);
        code.Load(Bpf.ArchOffset, label);
        return code.Finish();
    }

    private static int WriteSection(BpfAssembler code, ResolvedProfile profile, AbiSet abis, SyscallAbi abi)
    {
        var ranges = new NumberRanges();
        if (abi is SyscallAbi.X64 or SyscallAbi.X32)
            AddX64(ranges, profile, abis);
        else
            AddTo(ranges, profile, abi, 0);
        return RangeCode.Write(code, ranges);
    }

    private static void AddX64(NumberRanges ranges, ResolvedProfile profile, AbiSet abis)
    {
        uint unknown = SeccompReturn.KillThread;
        if (abis.Contains(SyscallAbi.X64))
            unknown = AddTo(ranges, profile, SyscallAbi.X64, 0);
        else
            ranges.Add(0, SeccompReturn.KillThread);
        if (abis.Contains(SyscallAbi.X32))
        {
            AddTo(ranges, profile, SyscallAbi.X32, SyscallAbis.X32Bit);
            return;
        }

        // A tracer skips a call by making it number -1: that is not one of x32.
        ranges.Add(SyscallAbis.X32Bit, SeccompReturn.KillThread);
        ranges.Add(uint.MaxValue, unknown);
    }

    private static uint AddTo(NumberRanges ranges, ResolvedProfile profile, SyscallAbi abi, uint offset)
    {
        var rules = new AbiRules(abi, profile);
        bool forbids = !SeccompReturn.IsPermissive(profile.DefaultAction);
        uint unknown = forbids && !rules.IsEmpty ? SeccompReturn.NoSuchCall : profile.DefaultAction;
        rules.AddTo(ranges, offset, unknown);
        return unknown;
    }
}
