using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>The interfaces whose calls a profile is about.</summary>
internal readonly struct AbiSet
{
    private readonly int _bits;
    private readonly SyscallAbi _native;

    private AbiSet(SyscallAbi native, int bits)
    {
        _native = native;
        _bits = bits;
    }

    /// <summary>
    /// The machine's own interface, and those of the profile that have tables. The others cannot be met: they are not of machines
    /// that this runs on.
    /// </summary>
    public static AbiSet Of(LinuxSeccomp profile, SyscallAbi native)
    {
        int bits = 1 << (int)native;
        foreach (SeccompArch arch in profile.Architectures ?? [])
        {
            if (arch is < SeccompArch.X86 or > SeccompArch.SHEb)
                throw SeccompError.Invalid("architectures", $"the architecture {arch} is unknown");
            if (arch.ToAbi() is SyscallAbi abi)
                bits |= 1 << (int)abi;
        }

        return new AbiSet(native, bits);
    }

    public bool Contains(SyscallAbi abi) => (_bits & (1 << (int)abi)) != 0;

    /// <summary>One interface for each machine architecture, the native one last.</summary>
    public ReadOnlySpan<SyscallAbi> Sections(Span<SyscallAbi> buffer)
    {
        int count = 0;
        for (SyscallAbi abi = SyscallAbi.X64; abi <= SyscallAbi.Arm; abi++)
        {
            bool isSecond = abi == SyscallAbi.X32 && Contains(SyscallAbi.X64);
            if (Contains(abi) && !isSecond && abi != _native)
                buffer[count++] = abi;
        }

        buffer[count++] = _native;
        return buffer[..count];
    }
}
