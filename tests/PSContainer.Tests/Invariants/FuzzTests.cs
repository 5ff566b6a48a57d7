using System.Text.RegularExpressions;
using PSContainer.Cgroups;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Oci;
using PSContainer.Signals;
using PSContainer.State;

namespace PSContainer.Tests.Invariants;

/// <summary>Invariant 14: only what is right by the rule passes, whatever comes; the rules are written here a second time.</summary>
public sealed partial class FuzzTests
{
    private const int Strings = 100_000;

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
                    || (NumberRule().IsMatch(part) && ulong.TryParse(part, out ulong number) && number < uint.MaxValue)), strings: Strings / 10);
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

    private static void Fuzz(Func<string, bool> passes, Func<string, bool> rule, int strings = Strings)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int i = 0; i < strings; i++)
        {
            string text = string.Concat(random.GetItems(s_pieces, random.Next(1, 5)));
            Assert.True(passes(text) == rule(text), $"'{text.Replace("\0", "\\0", StringComparison.Ordinal)}' (seed {seed})");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_+-][A-Za-z0-9_+.-]*\z")]
    private static partial Regex IdRule();

    [GeneratedRegex(@"\A[0-9]+\z")]
    private static partial Regex NumberRule();

    // From 34 = RTMIN to 64 = RTMAX there are 30 steps, up or down.
    [GeneratedRegex(@"\A([1-9]|[1-5][0-9]|6[0-4]|(SIG)?(TERM|KILL|RTMIN(\+([0-9]|[12][0-9]|30))?|RTMAX(-([0-9]|[12][0-9]|30))?))\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignalRule();
}
