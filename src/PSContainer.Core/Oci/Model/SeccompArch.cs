namespace PSContainer.Oci;

/// <summary>An architecture of system calls, by libseccomp's names (<c>SCMP_ARCH_…</c>).</summary>
public enum SeccompArch
{
    /// <summary><c>SCMP_ARCH_X86</c></summary>
    X86,

    /// <summary><c>SCMP_ARCH_X86_64</c></summary>
    X64,

    /// <summary><c>SCMP_ARCH_X32</c></summary>
    X32,

    /// <summary><c>SCMP_ARCH_ARM</c></summary>
    Arm,

    /// <summary><c>SCMP_ARCH_AARCH64</c></summary>
    AArch64,

    /// <summary><c>SCMP_ARCH_MIPS</c></summary>
    Mips,

    /// <summary><c>SCMP_ARCH_MIPS64</c></summary>
    Mips64,

    /// <summary><c>SCMP_ARCH_MIPS64N32</c></summary>
    Mips64N32,

    /// <summary><c>SCMP_ARCH_MIPSEL</c></summary>
    MipsEl,

    /// <summary><c>SCMP_ARCH_MIPSEL64</c></summary>
    MipsEl64,

    /// <summary><c>SCMP_ARCH_MIPSEL64N32</c></summary>
    MipsEl64N32,

    /// <summary><c>SCMP_ARCH_PPC</c></summary>
    Ppc,

    /// <summary><c>SCMP_ARCH_PPC64</c></summary>
    Ppc64,

    /// <summary><c>SCMP_ARCH_PPC64LE</c></summary>
    Ppc64LE,

    /// <summary><c>SCMP_ARCH_S390</c></summary>
    S390,

    /// <summary><c>SCMP_ARCH_S390X</c></summary>
    S390X,

    /// <summary><c>SCMP_ARCH_PARISC</c></summary>
    PaRisc,

    /// <summary><c>SCMP_ARCH_PARISC64</c></summary>
    PaRisc64,

    /// <summary><c>SCMP_ARCH_RISCV64</c></summary>
    RiscV64,

    /// <summary><c>SCMP_ARCH_LOONGARCH64</c></summary>
    LoongArch64,

    /// <summary><c>SCMP_ARCH_M68K</c></summary>
    M68K,

    /// <summary><c>SCMP_ARCH_SH</c></summary>
    SH,

    /// <summary><c>SCMP_ARCH_SHEB</c></summary>
    SHEb,
}
