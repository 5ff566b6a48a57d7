using PSContainer.Json;
using PSContainer.Oci;

namespace PSContainer.Seccomp;

internal static partial class ProfileReader
{
    private static List<LinuxSyscall> Rules(ref JsonCursor json, in ProfileTarget target)
    {
        var rules = new List<LinuxSyscall>();
        json.BeginArray();
        while (json.NextItem())
        {
            if (Rule(ref json, target) is { } rule)
                rules.Add(rule);
        }

        return rules;
    }

    /// <summary>Reads a rule; null where it is not for the container.</summary>
    private static LinuxSyscall? Rule(ref JsonCursor json, in ProfileTarget target)
    {
        var rule = new LinuxSyscall();
        List<string>? names = null;
        string? only = null;
        int? action = null;
        uint? errno = null;
        bool applies = true;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("names"u8))
                names = json.Strings();
            else if (name.SequenceEqual("name"u8))
                only = json.String();
            else if (name.SequenceEqual("action"u8))
                action = json.Word(Words.SeccompActions);
            else if (name.SequenceEqual("errnoRet"u8))
                rule.ErrnoRet = json.UInt32();
            else if (name.SequenceEqual("errno"u8))
                errno = ErrnoWord(ref json);
            else if (name.SequenceEqual("args"u8))
                rule.Args = json.List(SeccompReader.Argument);
            else if (name.SequenceEqual("includes"u8))
                applies &= ProfileCondition.Read(ref json).Includes(target);
            else if (name.SequenceEqual("excludes"u8))
                applies &= !ProfileCondition.Read(ref json).Excludes(target);
            else
                json.Skip();
        }

        rule.Names = Names(ref json, names, only);
        rule.Action = (SeccompAction)json.Required(action, "action");
        rule.ErrnoRet = errno ?? rule.ErrnoRet;
        return applies ? rule : null;
    }

    // Old profiles have one name for each rule.
    private static List<string> Names(ref JsonCursor json, List<string>? names, string? only)
    {
        if (string.IsNullOrEmpty(only))
            return json.Required(names, "names");
        return names is null or [] ? [only] : throw SeccompError.Invalid("syscalls", "\"name\" and \"names\" of a rule exclude each other");
    }
}
