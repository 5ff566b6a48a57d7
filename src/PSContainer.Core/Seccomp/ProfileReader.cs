using PSContainer.Json;
using PSContainer.Oci;

namespace PSContainer.Seccomp;

/// <summary>
/// Reads a profile from a file: in the format of the OCI specification, or in that of Podman and Docker, which has
/// conditions on capabilities, machine and kernel beside it (<c>archMap</c>, <c>includes</c>, <c>excludes</c>).
/// </summary>
internal static partial class ProfileReader
{
    /// <summary>Reads a profile, and keeps of it what is for a container.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="subject">What it is, as messages begin: its path.</param>
    /// <param name="target">The container.</param>
    /// <exception cref="PSContainer.Errors.ContainerException"><c>Seccomp.InvalidProfile</c>, with the JSON path of what is wrong.</exception>
    public static LinuxSeccomp Read(ReadOnlySpan<byte> utf8, string subject, in ProfileTarget target)
    {
        var json = new JsonCursor(utf8, subject, "Seccomp.InvalidProfile");
        LinuxSeccomp profile = Profile(ref json, target);
        json.End();
        return profile;
    }

    private static LinuxSeccomp Profile(ref JsonCursor json, in ProfileTarget target)
    {
        var profile = new LinuxSeccomp();
        int? action = null;
        List<SeccompArch>? fromMap = null;
        uint? errno = null;
        json.BeginObject();
        while (json.NextProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("defaultAction"u8))
                action = json.Word(Words.SeccompActions);
            else if (name.SequenceEqual("defaultErrnoRet"u8))
                profile.DefaultErrnoRet = json.UInt32();
            else if (name.SequenceEqual("defaultErrno"u8))
                errno = ErrnoWord(ref json);
            else if (name.SequenceEqual("architectures"u8))
                profile.Architectures = json.List(Architecture);
            else if (name.SequenceEqual("archMap"u8))
                fromMap = ArchMap(ref json, target.Native);
            else if (name.SequenceEqual("flags"u8))
                profile.Flags = json.List(static (ref j) => (SeccompFlag)j.Word(Words.SeccompFlags));
            else if (name.SequenceEqual("listenerPath"u8))
                profile.ListenerPath = json.String();
            else if (name.SequenceEqual("listenerMetadata"u8))
                profile.ListenerMetadata = json.String();
            else if (name.SequenceEqual("syscalls"u8))
                profile.Syscalls = Rules(ref json, target);
            else
                json.Skip();
        }

        profile.DefaultAction = (SeccompAction)json.Required(action, "defaultAction");
        profile.DefaultErrnoRet = errno ?? profile.DefaultErrnoRet;
        if (profile.Architectures?.Count > 0 && fromMap is not null)
            throw SeccompError.Invalid("archMap", "\"architectures\" and \"archMap\" exclude each other");
        profile.Architectures = fromMap ?? profile.Architectures;
        return profile;
    }
}
