using PSContainer.Interop;
using PSContainer.State;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launcher.CommandLine;

/// <summary>Which containers a command is for: one, or those whose ids match a POSIX extended regular expression.</summary>
internal static unsafe class ContainerChoice
{
    /// <param name="call">The call.</param>
    /// <param name="byPattern">Whether its operand is a regular expression.</param>
    public static IReadOnlyList<string> Find(CommandCall call, bool byPattern) => byPattern ? Match(call) : [call.Id];

    private static List<string> Match(CommandCall call)
    {
        RegularExpression expression;
        fixed (byte* pattern = new CString(call.Id))
        {
            if (CompileExpression(&expression, pattern, REG_EXTENDED | REG_NOSUB) != 0)
            {
                throw new UsageException($"'{call.Id}' is no regular expression");
            }
        }

        var ids = new List<string>();
        foreach (StateReading reading in new StateStore(StateRoot.At(call.Global.Root)).Enumerate())
        {
            fixed (byte* id = new CString(reading.Id))
            {
                if (MatchExpression(&expression, id, 0, null, 0) == 0)
                {
                    ids.Add(reading.Id);
                }
            }
        }

        return ids;
    }
}
