using System.Buffers.Binary;
using System.Text;
using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>Identifies the filter that a profile makes, so that it can be kept and found again.</summary>
/// <remarks>
/// Two profiles with one hash make the same filter, on the machine's architecture and with this version of compiler and tables.
/// The hash is cryptographic: no profile can be made that is taken for another.
/// </remarks>
internal sealed class ProfileHash
{
    // Changes whenever the same profile makes another filter.
    private const uint CompilerVersion = 1;

    private byte[] _bytes = new byte[8192];
    private int _length;

    private ProfileHash()
    {
    }

    /// <summary>The hash of a profile, as 64 lowercase hexadecimal digits.</summary>
    public static string Of(LinuxSeccomp profile, SyscallAbi native)
    {
        var hash = new ProfileHash();
        hash.Add(CompilerVersion);
        hash.Add(SyscallTable.KernelVersion);
        hash.Add((uint)native);
        hash.Add(profile);
        return Convert.ToHexStringLower(Sha256.Hash(hash._bytes.AsSpan(0, hash._length)));
    }

    private void Add(LinuxSeccomp profile)
    {
        Add((uint)profile.DefaultAction);
        Add(profile.DefaultErrnoRet);
        // Where the listener is makes no difference to the filter, but a filter that needs one cannot do without.
        Add(string.IsNullOrEmpty(profile.ListenerPath) ? 0u : 1u);
        AddCount(profile.Architectures);
        foreach (SeccompArch arch in profile.Architectures ?? [])
            Add((uint)arch);
        AddCount(profile.Flags);
        foreach (SeccompFlag flag in profile.Flags ?? [])
            Add((uint)flag);
        AddCount(profile.Syscalls);
        foreach (LinuxSyscall rule in profile.Syscalls ?? [])
            Add(rule);
    }

    // What is null is refused by the compiler, and has no filter that could be found by its hash.
    private void Add(LinuxSyscall? rule)
    {
        if (rule is null)
            return;
        Add((uint)rule.Action);
        Add(rule.ErrnoRet);
        AddCount(rule.Names);
        foreach (string name in rule.Names)
            Add(name);
        AddCount(rule.Args);
        foreach (LinuxSeccompArg condition in rule.Args ?? [])
            Add(condition);
    }

    private void Add(LinuxSeccompArg? condition)
    {
        if (condition is null)
            return;
        Add(condition.Index);
        Add((uint)condition.Op);
        Add(condition.Value);
        Add(condition.ValueTwo ?? 0);
    }

    // Every list and text is preceded by its length: no two profiles become the same bytes.
    private void AddCount<T>(List<T>? list) => Add(list is null ? 0 : (uint)list.Count + 1);

    private void Add(string? text)
    {
        if (text is null)
            return;
        Add((uint)text.Length);
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    private void Add(uint? number)
    {
        Add(number.HasValue ? 1u : 0u);
        Add(number ?? 0u);
    }

    private void Add(uint number)
    {
        Reserve(sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_length), number);
        _length += sizeof(uint);
    }

    private void Add(ulong number)
    {
        Add((uint)number);
        Add((uint)(number >> 32));
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + count));
    }
}
