using PSContainer.Interop;

namespace PSContainer.Seccomp;

/// <summary>A compiled filter, with the flags to load it with.</summary>
internal sealed partial class SeccompProgram
{
    private readonly ulong[] _instructions;

    /// <summary>Takes the instructions, each a <c>struct sock_filter</c>, and the flags of <c>seccomp(2)</c>.</summary>
    public SeccompProgram(ulong[] instructions, uint flags)
    {
        _instructions = instructions;
        Flags = flags;
    }

    /// <summary>The instructions, in the order in which they run.</summary>
    public ReadOnlySpan<ulong> Instructions => _instructions;

    /// <summary>The flags of <c>seccomp(2)</c>; see <see cref="SeccompFlags"/>.</summary>
    public uint Flags { get; }

    /// <summary>Whether loading it gives the descriptor of a listener.</summary>
    public bool UsesListener => (Flags & SeccompFlags.NewListener) != 0;

    /// <summary>
    /// Puts the calling thread, for good, under the filter. It needs CAP_SYS_ADMIN or no_new_privs. Allocates nothing, so that a
    /// forked child may call it just before it becomes the command.
    /// </summary>
    /// <returns>The listener's descriptor, close-on-exec, where <see cref="UsesListener"/>; else 0. Or -1 with errno.</returns>
    public unsafe int Load()
    {
        fixed (ulong* filter = _instructions)
        {
            var program = new Interop.Interop.SockFprog { Length = (ushort)_instructions.Length, Filter = filter };
            return Interop.Interop.SeccompSetFilter(Flags, &program);
        }
    }
}
