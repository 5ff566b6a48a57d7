using PSContainer.Errors;

namespace PSContainer.Terminals;

/// <summary>The keys that leave a terminal without ending what runs in it: <c>Ctrl+P,Ctrl+Q</c>, or <c>None</c>.</summary>
internal sealed class DetachKeys
{
    /// <summary>What Docker and Podman have.</summary>
    public const string Default = "Ctrl+P,Ctrl+Q";

    private const string Nothing = "None";
    private const int MostKeys = 16;
    private const string Symbols = @"[\]^_";

    private DetachKeys(byte[] bytes) => Bytes = bytes;

    /// <summary>What the keys send; empty where none detach.</summary>
    public byte[] Bytes { get; }

    /// <summary>Reads keys with commas between them: a character, or <c>Ctrl+</c> and a letter or one of <c>@ [ \ ] ^ _</c>.</summary>
    /// <exception cref="ContainerException"><c>DetachKeys.Invalid</c></exception>
    public static DetachKeys Parse(string text)
    {
        if (text.Equals(Nothing, StringComparison.OrdinalIgnoreCase))
        {
            return new DetachKeys([]);
        }

        string[] keys = text.Split(',');
        return keys.Length <= MostKeys ? new DetachKeys([.. keys.Select(key => Key(key, text))]) : throw Invalid(text, $"more than {MostKeys} keys");
    }

    private static byte Key(string key, string text)
    {
        // Docker and Podman write ctrl-p.
        if (key.Length == 6 && (key.StartsWith("Ctrl+", StringComparison.OrdinalIgnoreCase) || key.StartsWith("ctrl-", StringComparison.OrdinalIgnoreCase)))
        {
            return Control(char.ToUpperInvariant(key[5])) ?? throw Invalid(text, $"'{key}' is no key");
        }

        return key is [> ' ' and < '\x7f' and var plain] ? (byte)plain : throw Invalid(text, $"'{key}' is no key");
    }

    // A terminal sends for Ctrl and a key the key's lowest five bits.
    private static byte? Control(char key) =>
        key is '@' or (>= 'A' and <= 'Z') || Symbols.Contains(key, StringComparison.Ordinal) ? (byte)(key & 0x1f) : null;

    private static ContainerException Invalid(string text, string why) => new(
        "DetachKeys.Invalid", ErrorKind.InvalidArgument, $"'{text}' are no detach keys: {why}.", text,
        @"Write keys with commas between them, each a character or Ctrl+ and one of A-Z @ [ \ ] ^ _: 'Ctrl+P,Ctrl+Q'. 'None' is for no keys.");
}
