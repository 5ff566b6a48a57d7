using PSContainer.Containers;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Cmdlets;

/// <summary>Waits until a container's command has made known what it does with a signal: one that comes before ends it.</summary>
internal static class SignalWaits
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static void UntilCaught(LaunchedContainer container, int signal) => Until(container, found => (found.Caught & Bit(signal)) != 0);

    public static void UntilIgnored(LaunchedContainer container, int signal) => Until(container, found => (found.Ignored & Bit(signal)) != 0);

    private static ulong Bit(int signal) => 1UL << (signal - 1);

    private static void Until(LaunchedContainer container, Func<SignalDispositions, bool> isSo) =>
        Assert.True(SpinWait.SpinUntil(() => SignalDispositions.Read(container.State.Pid) is { } found && isSo(found), s_patience));
}
