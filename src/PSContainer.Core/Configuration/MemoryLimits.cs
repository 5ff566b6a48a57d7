using System.Globalization;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Memory limits as a user gives them, checked against the machine and one another.</summary>
internal static class MemoryLimits
{
    private const long Unlimited = -1;

    // Less than a program takes to begin with; who writes it has left out the unit.
    private const long Least = 64 << 10;

    /// <exception cref="ContainerException"><c>Limit.Memory</c>, <c>Limit.MemorySwap</c>, <c>Limit.MemoryReservation</c></exception>
    public static LinuxMemory? Build(ResourceLimits limits) =>
        limits is { Memory: null, MemorySwap: null, MemoryReservation: null } ? null : new LinuxMemory
        {
            Limit = limits.Memory is { } bytes ? Memory(limits, bytes) : null,
            Swap = limits.MemorySwap is { } both ? Swap(limits, both) : null,
            Reservation = limits.MemoryReservation is { } reserved ? Reservation(limits, reserved) : null,
        };

    private static long Memory(ResourceLimits limits, long bytes) => bytes switch
    {
        Unlimited when limits.MayRemove => Unlimited,
        <= 0 => throw LimitErrors.Invalid("Memory", "-Memory", bytes, "has to be more than 0 bytes, such as 512MB"),
        < Least => throw TooSmall("Memory", bytes),
        _ when bytes > Machine => throw LimitErrors.Invalid("Memory", "-Memory", bytes, BeyondMachine),
        _ => bytes,
    };

    // As Docker and the runtime spec count it: both together.
    private static long Swap(ResourceLimits limits, long both) => both switch
    {
        Unlimited => Unlimited,
        <= 0 => throw LimitErrors.Invalid("MemorySwap", "-MemorySwap", both, "is memory and swap together, and has to be more than 0 bytes, or -1 for no limit"),
        _ when limits.Memory is null && !limits.MayRemove => throw LimitErrors.Invalid(
            "MemorySwap", "-MemorySwap", both, "is memory and swap together, and takes a limit of memory", "Give -Memory too."),
        _ when limits.Memory > both => throw LimitErrors.Invalid(
            "MemorySwap", "-MemorySwap", both, $"is memory and swap together, and cannot be less than -Memory {limits.Memory}", "Give the sum of both."),
        < Least => throw TooSmall("MemorySwap", both),
        _ => both,
    };

    private static long Reservation(ResourceLimits limits, long bytes) => bytes switch
    {
        Unlimited when limits.MayRemove => 0,
        <= 0 => throw LimitErrors.Invalid("MemoryReservation", "-MemoryReservation", bytes, "has to be more than 0 bytes, such as 64MB"),
        < Least => throw TooSmall("MemoryReservation", bytes),
        _ when bytes > Machine => throw LimitErrors.Invalid("MemoryReservation", "-MemoryReservation", bytes, BeyondMachine),
        _ when limits.Memory is > 0 && bytes > limits.Memory => throw LimitErrors.Invalid(
            "MemoryReservation", "-MemoryReservation", bytes, $"cannot be more than -Memory {limits.Memory}"),
        _ => bytes,
    };

    private static ContainerException TooSmall(string limit, long bytes) => LimitErrors.Invalid(
        limit, "-" + limit, bytes, "bytes is less than any program takes to start", "Write a unit, such as 10MB.");

    private static long Machine => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static string BeyondMachine => string.Create(CultureInfo.InvariantCulture, $"is more than this machine has ({Machine} bytes)");
}
