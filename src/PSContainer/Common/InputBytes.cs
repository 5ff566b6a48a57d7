using System.Management.Automation;
using System.Text;

namespace PSContainer.Commands;

/// <summary>What an object of the pipeline is on a command's standard input: bytes as they are, anything else a line of text.</summary>
internal static class InputBytes
{
    public static byte[] Of(PSObject? input) => input?.BaseObject switch
    {
        null => [],
        byte[] bytes => bytes,
        byte one => [one],
        _ => Encoding.UTF8.GetBytes(input + "\n"),
    };
}
