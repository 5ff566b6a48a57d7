using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Reads limits of processes as users of Docker and Podman write them: <c>NAME=SOFT[:HARD]</c>.</summary>
internal static class UlimitParser
{
    private const string Prefix = "RLIMIT_";

    /// <summary>The names without their prefix, as ulimit(1) and users have them: <c>nofile</c>.</summary>
    public static IEnumerable<string> Names => Enum.GetValues<RlimitType>().Select(NameOf);

    /// <summary>One of <see cref="Names"/>.</summary>
    public static string NameOf(RlimitType type) => Words.Rlimits[(int)type][Prefix.Length..].ToLowerInvariant();

    /// <param name="text">The limit; <c>unlimited</c> or -1 for none.</param>
    /// <exception cref="ContainerException"><c>Ulimit.Invalid</c>, <c>Ulimit.Unknown</c></exception>
    public static PosixRlimit Parse(string text)
    {
        int equals = text.IndexOf('=');
        string[] values = text[(equals + 1)..].Split(':');
        if (equals <= 0 || values.Length > 2 || !TryValue(values[0], out ulong soft) || !TryValue(values[^1], out ulong hard))
        {
            throw Invalid(text, "is no limit");
        }

        return new PosixRlimit
        {
            Type = Type(text[..equals]), Soft = soft, Hard = soft <= hard ? hard : throw Invalid(text, "has a soft limit above the hard one"),
        };
    }

    private static RlimitType Type(string name)
    {
        string word = name.ToUpperInvariant();
        int index = Array.IndexOf(Words.Rlimits, word.StartsWith(Prefix, StringComparison.Ordinal) ? word : Prefix + word);
        return index >= 0 ? (RlimitType)index : throw new ContainerException(
            "Ulimit.Unknown", ErrorKind.InvalidArgument, $"There is no limit '{name}' of processes.", name, $"Known are {string.Join(", ", Names)}.");
    }

    private static bool TryValue(string text, out ulong value)
    {
        if (text is "unlimited" or "-1")
        {
            value = ulong.MaxValue;
            return true;
        }

        return StrictNumber.TryParse(text, out value);
    }

    private static ContainerException Invalid(string text, string problem) => new(
        "Ulimit.Invalid", ErrorKind.InvalidArgument, $"'{text}' {problem}.", text, "Write NAME=SOFT[:HARD], such as nofile=1024:4096 or core=unlimited.");
}
