using PSContainer.Errors;

namespace PSContainer.Seccomp;

/// <summary>The errors of a profile that cannot be made into a filter.</summary>
internal static class SeccompError
{
    /// <summary>A property of the profile is wrong.</summary>
    /// <param name="path">Which one, as a path from the profile: <c>syscalls[3].args[0]</c>.</param>
    /// <param name="problem">What is wrong with it; a sentence without its full stop.</param>
    /// <param name="remedy">What to do about it, where that is known.</param>
    public static ContainerException Invalid(string path, string problem, string? remedy = null) => new(
        "Seccomp.InvalidProfile", ErrorKind.InvalidData, $"The seccomp profile is not valid at {path}: {problem}.", path, remedy);

    /// <summary>A rule of the profile is wrong, or with a negative index what it does by default.</summary>
    public static ContainerException Invalid(int rule, string problem, string? remedy = null) =>
        Invalid(rule < 0 ? "defaultAction" : $"syscalls[{rule}]", problem, remedy);

    /// <summary>Two rules want different things of the same calls.</summary>
    public static ContainerException Conflict(SyscallAbi abi, int number) => new(
        "Seccomp.ConflictingRules", ErrorKind.InvalidData,
        $"The seccomp profile has rules with the same conditions but different actions for system call {number} of {abi.GoName()}.",
        number, "Keep one of them.");
}
