using PSContainer.Errors;
using PSContainer.Json;
using PSContainer.Oci;

namespace PSContainer.Seccomp;

internal static partial class ProfileReader
{
    private const int LastErrno = 133;

    /// <summary>The architectures that the map has for a machine; null where it has none, or is empty.</summary>
    private static List<SeccompArch>? ArchMap(ref JsonCursor json, SyscallAbi native)
    {
        List<SeccompArch>? found = null;
        json.BeginArray();
        while (json.NextItem())
        {
            List<SeccompArch> entry = ArchMapEntry(ref json);
            if (found is null && entry[0].ToAbi() == native)
                found = entry;
        }

        return found;
    }

    private static List<SeccompArch> ArchMapEntry(ref JsonCursor json)
    {
        int? main = null;
        List<SeccompArch> others = [];
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("architecture"u8))
                main = json.Word(Words.SeccompArchs);
            else if (name.SequenceEqual("subArchitectures"u8))
                others = json.List(Architecture);
            else
                json.Skip();
        }

        return [(SeccompArch)json.Required(main, "architecture"), .. others];
    }

    private static SeccompArch Architecture(ref JsonCursor json) => (SeccompArch)json.Word(Words.SeccompArchs);

    /// <summary>An errno by name, or as a number in a string; null for the empty one.</summary>
    private static uint? ErrnoWord(ref JsonCursor json)
    {
        string word = json.String();
        if (word.Length == 0)
            return null;
        if (StrictNumber.TryParse(word, out uint number))
            return number;
        for (int errno = 1; errno <= LastErrno; errno++)
        {
            if (Errno.Name(errno) == word)
                return (uint)errno;
        }

        throw json.Invalid("the name of an errno, such as EPERM");
    }
}
