using System.Runtime.InteropServices;
using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Seccomp;
using static PSContainer.Interop.Interop;

namespace PSContainer.Tests.Seccomp;

/// <summary>Loads filters on threads of their own, which end with them.</summary>
public sealed unsafe partial class SeccompLoadTests
{
    private const int Mlockall = 151;
    private const int InvalidFlags = -1;
    private const uint NotifyReceive = 0xC0502100;
    private const uint NotifySend = 0xC0182101;

    [Fact]
    public void A_thread_that_loaded_a_filter_is_under_it()
    {
        SeccompProgram program = Compile(SeccompAction.Errno, 33);
        (int loaded, int result) = OnThread(() => (program.Load(), Call()));
        Assert.Equal((0, -33), (loaded, result));
        Assert.NotEqual(-33, Call());
    }

    [Fact]
    public void Loading_allocates_nothing()
    {
        SeccompProgram program = Compile(SeccompAction.Errno, 33);
        long allocated = OnThread(() =>
        {
            program.Load();
            long before = GC.GetAllocatedBytesForCurrentThread();
            program.Load();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_filter_that_the_kernel_refuses_is_not_loaded()
    {
        // A jump out of the program.
        var broken = new SeccompProgram([0x0000000500000005], 0);
        (int loaded, int errno) = OnThread(() => (broken.Load(), Marshal.GetLastPInvokeError()));
        Assert.Equal((InvalidFlags, Errno.EINVAL), (loaded, errno));
    }

    [Fact]
    public void A_rule_that_notifies_gives_a_listener_that_answers_for_the_call()
    {
        SeccompProgram program = Compile(SeccompAction.Notify, null);
        int listener = -1;
        int result = 0;
        using var isLoaded = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            _ = Prctl(PR_SET_NO_NEW_PRIVS, 1);
            listener = program.Load();
            isLoaded.Set();
            result = Call();
        });
        thread.Start();
        isLoaded.Wait(TestContext.Current.CancellationToken);
        Assert.SkipWhen(listener < 0, "This kernel has no listeners for seccomp filters.");
        Answer(listener, -77);
        thread.Join();
        Assert.Equal(0, close(listener));
        Assert.Equal(-77, result);
    }

    private static void Answer(int listener, int error)
    {
        // struct seccomp_notif and seccomp_notif_resp: the id is first in both, the error after id and value.
        ulong* notification = stackalloc ulong[10];
        new Span<ulong>(notification, 10).Clear();
        Assert.Equal(0, ioctl(listener, NotifyReceive, notification));
        ulong* response = stackalloc ulong[3];
        (response[0], response[1], response[2]) = (notification[0], 0, (uint)error);
        Assert.Equal(0, ioctl(listener, NotifySend, response));
    }

    // A call that no runtime makes by itself, with flags that are never right. Its number is another on arm64.
    private static int Call()
    {
        int number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Mlockall : 230;
        return syscall(number, InvalidFlags) < 0 ? -Marshal.GetLastPInvokeError() : 0;
    }

    private static SeccompProgram Compile(SeccompAction action, uint? errno) => SeccompCompiler.Compile(
        new LinuxSeccomp
        {
            DefaultAction = SeccompAction.Allow,
            ListenerPath = action == SeccompAction.Notify ? "/run/agent" : null,
            Syscalls = [new LinuxSyscall { Names = ["mlockall"], Action = action, ErrnoRet = errno }],
        },
        SyscallAbis.Native);

    private static T OnThread<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() =>
        {
            _ = Prctl(PR_SET_NO_NEW_PRIVS, 1);
            result = work();
        });
        thread.Start();
        thread.Join();
        return result;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int fd);
}
