using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>
/// A call that i386 also, or only, makes through <c>socketcall(2)</c> or <c>ipc(2)</c>, whose first argument tells which.
/// </summary>
/// <remarks>The numbers are those of linux/net.h (<c>SYS_SOCKET</c> …) and linux/ipc.h (<c>SEMOP</c> …).</remarks>
internal readonly record struct MultiplexedCall(byte Carrier, byte Selector)
{
    private const byte SocketCall = 102;
    private const byte Ipc = 117;

    // The kernel takes a version from the upper half of ipc's first argument (ipc/syscall.c).
    private const ulong IpcSelectorMask = 0xFFFF;

    public bool IsIpc => Carrier == Ipc;

    /// <summary>Whether there is such a way to make the call at all.</summary>
    public bool Exists => Carrier != 0;

    /// <summary>The condition on the carrier's arguments under which it is this call.</summary>
    public ArgumentTest Test => Carrier == Ipc
        ? new(0, SeccompOperator.MaskedEqual, Selector, IpcSelectorMask)
        : new(0, SeccompOperator.EqualTo, Selector);

    /// <summary>The other way to make a call, if there is one.</summary>
    public static MultiplexedCall Find(string name, int id)
    {
        // They came to i386 late, or never, as calls of their own.
        if (SyscallTable.Number(id, SyscallAbi.X86) is >= 0 and < 337 or > 402)
            return default;
        byte socket = SocketSelector(name);
        if (socket != 0)
            return new(SocketCall, socket);
        byte ipc = IpcSelector(name);
        return ipc == 0 ? default : new(Ipc, ipc);
    }

    private static byte SocketSelector(string name) => name switch
    {
        "socket" => 1,
        "bind" => 2,
        "connect" => 3,
        "listen" => 4,
        "accept" => 5,
        "getsockname" => 6,
        "getpeername" => 7,
        "socketpair" => 8,
        "send" => 9,
        "recv" => 10,
        "sendto" => 11,
        "recvfrom" => 12,
        "shutdown" => 13,
        "setsockopt" => 14,
        "getsockopt" => 15,
        "sendmsg" => 16,
        "recvmsg" => 17,
        "accept4" => 18,
        "recvmmsg" => 19,
        "sendmmsg" => 20,
        _ => 0,
    };

    private static byte IpcSelector(string name) => name switch
    {
        "semop" => 1,
        "semget" => 2,
        "semctl" => 3,
        "semtimedop" => 4,
        "msgsnd" => 11,
        "msgrcv" => 12,
        "msgget" => 13,
        "msgctl" => 14,
        "shmat" => 21,
        "shmdt" => 22,
        "shmget" => 23,
        "shmctl" => 24,
        _ => 0,
    };
}
