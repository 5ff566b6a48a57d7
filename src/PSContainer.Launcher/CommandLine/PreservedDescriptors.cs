using System.Globalization;
using PSContainer.Oci;

namespace PSContainer.Launcher.CommandLine;

/// <summary>Descriptors of the caller's that a command gets: those of socket activation (sd_listen_fds(3)) first, then as many as asked for.</summary>
internal static class PreservedDescriptors
{
    /// <summary>Counts them, and makes those of socket activation known to the command.</summary>
    public static uint Take(CommandOption option, ProcessSpec? process)
    {
        int activated = TakeActivated(process);
        // One that is not open is not there for the command either: what the launcher opens itself is close-on-exec.
        return (uint)(activated + Count(option));
    }

    private static int Count(CommandOption option)
    {
        if (!option.IsSet)
        {
            return 0;
        }

        return int.TryParse(option.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count < 1024
            ? count
            : throw UsageException.Bad(option, "a number of descriptors");
    }

    private static int TakeActivated(ProcessSpec? process)
    {
        string? text = Environment.GetEnvironmentVariable("LISTEN_FDS");
        if (process is null || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > 1024)
        {
            return 0;
        }

        process.Env ??= [];
        process.Env.Add($"LISTEN_FDS={count}");
        process.Env.Add("LISTEN_PID=1");
        if (Environment.GetEnvironmentVariable("LISTEN_FDNAMES") is { Length: > 0 } names)
        {
            process.Env.Add($"LISTEN_FDNAMES={names}");
        }

        return count;
    }
}
