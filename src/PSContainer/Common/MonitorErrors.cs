using System.Globalization;
using PSContainer.Errors;
using PSContainer.Protocol;

namespace PSContainer.Commands;

/// <summary>What cannot be asked of a monitor.</summary>
internal static class MonitorErrors
{
    public static ContainerException LogLimit(long size, int files) => new(
        "Log.Limit", ErrorKind.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"A log of {files} files of {size} bytes each cannot be kept."), size,
        string.Create(CultureInfo.InvariantCulture, $"Give -MaximumLogSize {LogSettings.LeastSize >> 10}KB or more, and -MaximumLogFiles of 1 to {LogSettings.MostFiles}."));

    public static ContainerException RestartCount(int count) => new(
        "Restart.Count", ErrorKind.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"A restart count of {count} does not go with that policy."), count,
        "Give one of 1 or more, with -RestartPolicy OnFailure.");

    public static ContainerException RestartsAndRemoves(ContainerRestartPolicy policy) => new(
        "Restart.RemoveOnExit", ErrorKind.InvalidArgument, $"A container that is always started again is never removed: -RemoveOnExit does not go with -RestartPolicy {policy}.", policy,
        "Leave one of them out.");

    public static ContainerException NoHealthCommand(string parameter) => new(
        "Health.NoCommand", ErrorKind.InvalidArgument, $"-{parameter} says how health is checked, and nothing says by what.", parameter, "Give -HealthCommand too.");

    public static ContainerException HealthTime(TimeSpan time, string parameter) => new(
        "Health.Time", ErrorKind.InvalidArgument, $"A time of {time.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds does not do for -{parameter}.", time,
        "Give seconds (2.5), or a TimeSpan (00:01:30).");

    public static ContainerException HealthRetries(int retries) => new(
        "Health.Retries", ErrorKind.InvalidArgument, $"{retries.ToString(CultureInfo.InvariantCulture)} failures in a row are none.", retries, "Give -HealthRetries of 1 or more.");
}
