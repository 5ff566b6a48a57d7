using System.Globalization;
using System.Text.RegularExpressions;
using PSContainer.Cgroups;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Launch;
using PSContainer.Oci;
using PSContainer.Signals;
using PSContainer.State;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Invariants;

/// <summary>Invariant 14: only what is right by the rule passes, whatever comes; the rules are written here a second time.</summary>
public sealed partial class FuzzTests
{
    // MOUNT_ATTR__ATIME is no set of bits but a field: it is cleared whole whatever it is set to (mount_setattr(2)).
    private const ulong AccessTimes = 0x70;

    private static readonly int s_strings = Fuzzing.Inputs(100_000);

    private static readonly string[] s_pieces =
    [
        "", ".", "..", "/", "-", "_", "+", ":", ",", "=", " ", "\t", "\n", "\0", "\u001b[31m", "\u202e", "é", "１", "\ud800", "a", "Z", "0", "9", "15", "64", "65", "-1",
        "4294967295", "4294967294", "4294967296", "18446744073709551616", "root", "SIG", "TERM", "KILL", "RT", "MIN", "MAX", "RTMIN+", "RTMAX-", "3", "CAP_", "SYS_", "ADMIN", "ALL", "K", "KB", "GiB", "0x",
        "1e3", "1.5", "NaN", "pscontainer", "x86", new string('a', 200),
    ];

    [Fact]
    public void Ids_and_names() => Fuzz(ContainerId.IsValid, static text => text.Length <= 255 && IdRule().IsMatch(text));

    [Fact]
    public void Paths_of_cgroups() => Fuzz(
        Passes(static text => CgroupPath.Normalize(text)),
        static text => text.Split('/') is var parts && !parts.Contains("..") && !text.Any(char.IsControl)
            && parts.All(static part => part.Length <= 255) && parts.Any(static part => part is not ("" or ".")));

    [Fact]
    public void Capabilities_of_the_kernel() => Fuzz(
        Passes(static text => Assert.NotEmpty(Capabilities.Parse(text))),
        static text => text.ToUpperInvariant() is "ALL"
            || Capabilities.All.Contains(text.ToUpperInvariant()) || Capabilities.All.Contains("CAP_" + text.ToUpperInvariant()));

    [Fact]
    public void Signals() => Fuzz(Passes(static text => SignalName.Parse(text)), SignalRule().IsMatch);

    [Fact]
    public void Sizes() => Fuzz(
        Passes(static text => SizeParser.Parse(text)),
        static text => SizeRule().Match(text) is { Success: true } match && IsLong(match.Groups[1].Value, match.Groups[2].Value));

    [Fact]
    public void Id_maps() => Fuzz(
        Passes(static text => IdMapParser.Parse(text)),
        static text => text.Split(':') is { Length: 2 or 3 } parts && parts.All(static part => NumberRule().IsMatch(part) && uint.TryParse(part, out _))
            && (parts.Length == 2 || uint.Parse(parts[2], CultureInfo.InvariantCulture) > 0));

    // Nothing is refused here: the file system refuses what it does not know. What is known goes where it belongs, once.
    [Fact]
    public void Options_of_mounts()
    {
        string[] words = [.. MountOptionParser.Words, .. s_pieces];
        Fuzz(
            static text => MountOptionParser.Parse(text.Split(',')) is var parsed && (parsed.Set & parsed.Clear & ~AccessTimes) == 0 && (parsed.RecursiveSet & parsed.RecursiveClear & ~AccessTimes) == 0
                && !parsed.Data.Concat(parsed.FileSystemFlags).Intersect(["bind", "rbind", "ro", "rw", "rro", "nosuid", "private", "idmap", "ridmap", "tmpcopyup"]).Any(),
            static _ => true, pieces: [.. words.SelectMany(static word => (string[])[word, ",", "=", word + ","])]);
    }

    [Fact]
    public void Mounts()
    {
        static string Absolute(string path) => path.StartsWith('/') ? path : "/" + path;
        static bool IsSafe(string text)
        {
            try
            {
                MountSpec mount = MountParser.Parse(text, Absolute);
                return mount.Destination.StartsWith('/') && !mount.Destination.Contains('\0', StringComparison.Ordinal) && !string.IsNullOrEmpty(mount.Type);
            }
            catch (ContainerException)
            {
                return true;
            }
        }

        Fuzz(IsSafe, static _ => true, pieces: ["type=bind", "type=tmpfs", "source=", "src=", "target=", "dst=", "/a", "/b:", ":", ",", "ro", "rw", "size=", .. s_pieces]);
    }

    [Fact]
    public void Users()
    {
        string root = Directory.CreateTempSubdirectory("pscontainer-fuzz-").FullName;
        try
        {
            Directory.CreateDirectory($"{root}/etc");
            File.WriteAllText($"{root}/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
            File.WriteAllText($"{root}/etc/group", "root:x:0:\n");
            Fuzz(
                Passes(text => UserResolver.Resolve(text, root)),
                static text => text.Split(':') is { Length: 1 or 2 } parts && parts.All(static part => part == "root"
                    || (NumberRule().IsMatch(part) && ulong.TryParse(part, out ulong number) && number < uint.MaxValue)), s_strings / 10);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static Func<string, bool> Passes(Action<string> parse) => text =>
    {
        try
        {
            parse(text);
            return true;
        }
        catch (ContainerException)
        {
            return false;
        }
    };

    private static void Fuzz(Func<string, bool> passes, Func<string, bool> rule, int? strings = null, string[]? pieces = null)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int i = 0; i < (strings ?? s_strings); i++)
        {
            string text = string.Concat(random.GetItems(pieces ?? s_pieces, random.Next(1, 5)));
            Assert.True(passes(text) == rule(text), $"'{text.Replace("\0", "\\0", StringComparison.Ordinal)}' (seed {seed})");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_+-][A-Za-z0-9_+.-]*\z")]
    private static partial Regex IdRule();

    private static bool IsLong(string number, string unit) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && Math.Abs(value) * (1L << (10 * Math.Max(0, "bkmgtp".IndexOf(unit.ToLowerInvariant().FirstOrDefault('b'))))) < long.MaxValue;

    [GeneratedRegex(@"\A\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(b|[kmgtp](?:i?b)?)?\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SizeRule();

    [GeneratedRegex(@"\A[0-9]+\z")]
    private static partial Regex NumberRule();

    // From 34 = RTMIN to 64 = RTMAX there are 30 steps, up or down.
    [GeneratedRegex(@"\A([1-9]|[1-5][0-9]|6[0-4]|(SIG)?(TERM|KILL|RTMIN(\+([0-9]|[12][0-9]|30))?|RTMAX(-([0-9]|[12][0-9]|30))?))\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignalRule();
}
