using System.Text.RegularExpressions;

namespace PSContainer.Tests.Invariants;

/// <summary>One call of a process that was traced: the n-th of its name there.</summary>
internal sealed partial record SystemCall(string Name, int Number, string Text)
{
    /// <summary>What makes calls fail.</summary>
    public const string Tracer = "/usr/bin/strace";

    private const int MostTries = 50;

    /// <summary>Traces a launch, and tells the calls of the process that became the command, up to that.</summary>
    /// <param name="launch">Launches by a program, whose words it is given.</param>
    /// <param name="command">What only the execve of the command contains.</param>
    /// <returns>Without those whose number another process of the launch reaches first: a fault would hit that one.</returns>
    public static List<SystemCall> OfSetup(Func<string[], Outcome> launch, string command)
    {
        string log = Path.GetTempFileName();
        try
        {
            Outcome outcome = launch([Tracer, "-f", "-qq", "-o", log]);
            Assert.True(outcome.ExitCode == 0, outcome.ToString());
            ILookup<int, SystemCall> byProcess = Read(File.ReadLines(log));
            int process = byProcess.Single(calls => calls.Any(call => call.Name == "execve" && call.Text.Contains(command, StringComparison.Ordinal))).Key;
            var others = byProcess.Where(calls => calls.Key != process).SelectMany(static calls => calls).Select(static call => (call.Name, call.Number)).ToHashSet();
            return [.. byProcess[process].TakeWhile(static call => call.Name != "execve").Where(call => !others.Contains((call.Name, call.Number)))];
        }
        finally
        {
            File.Delete(log);
        }
    }

    /// <summary>
    /// Runs the same launch with this call failing. Which descriptors there are to close differs from launch to launch, as a thread of the
    /// launcher opens some meanwhile, and with it how many calls that takes: one that was not reached is tried again.
    /// </summary>
    public Outcome Fail(Func<string[], Outcome> launch, string error)
    {
        string log = Path.GetTempFileName();
        try
        {
            for (int tries = 0; tries < MostTries; tries++)
            {
                Outcome outcome = launch(
                    [Tracer, "-f", "-qq", "--seccomp-bpf", "-o", log, "-e", $"trace={Name}", "-e", $"inject={Name}:error={error}:when={Number}"]);
                if (File.ReadAllText(log).Contains("(INJECTED)", StringComparison.Ordinal))
                {
                    return outcome;
                }
            }

            throw new InvalidOperationException($"The call was never reached: {Text}");
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static ILookup<int, SystemCall> Read(IEnumerable<string> lines)
    {
        var counts = new Dictionary<(int, string), int>();
        var calls = new List<(int Process, SystemCall Call)>();
        foreach (Match match in lines.Select(static line => CallLine().Match(line)).Where(static match => match.Success))
        {
            int process = int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            string name = match.Groups[2].Value;
            int number = counts[(process, name)] = counts.GetValueOrDefault((process, name)) + 1;
            calls.Add((process, new SystemCall(name, number, match.Value)));
        }

        return calls.ToLookup(static item => item.Process, static item => item.Call);
    }

    [GeneratedRegex(@"^(\d+) +(\w+)\(.*")]
    private static partial Regex CallLine();
}
