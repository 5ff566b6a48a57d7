using System.Buffers.Text;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch.Steps;

/// <summary>
/// Finds the home folder of the container's user in the container's own <c>/etc/passwd</c>, for a command whose environment names
/// none; <c>/</c> where it is not there. The file is the image's: it is read with a bound, and only one field of it is used.
/// </summary>
internal sealed unsafe class HomeStep(uint uid, HomeVariable home) : LaunchStep
{
    private const int MaxBytes = 1 << 16;
    private const int FieldsBeforeHome = 5;

    private static readonly CString s_file = new("etc/passwd");

    public override string Name => "Home";

    public override string Description => $"look the home folder of user {uid} up";

    public override void Execute(LaunchContext context)
    {
        byte* room = stackalloc byte[MaxBytes];
        var text = new ReadOnlySpan<byte>(room, Read(context, room));
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            if (TryHome(line, out ReadOnlySpan<byte> found))
            {
                home.Set(found);
                return;
            }

            text = end < 0 ? default : text[(end + 1)..];
        }
    }

    private static int Read(LaunchContext context, byte* room)
    {
        int file = context.OpenInRoot(s_file, O_RDONLY | O_NONBLOCK);
        if (file < 0)
        {
            return 0;
        }

        long length = (long)read(file, room, MaxBytes);
        close(file);
        return (int)Math.Max(length, 0);
    }

    // name:password:uid:gid:comment:home:shell
    private bool TryHome(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> found)
    {
        found = default;
        for (int field = 0; field < FieldsBeforeHome; field++)
        {
            int colon = line.IndexOf((byte)':');
            if (colon < 0 || (field == 2 && !(Utf8Parser.TryParse(line, out uint id, out int digits) && digits == colon && id == uid)))
            {
                return false;
            }

            line = line[(colon + 1)..];
        }

        int end = line.IndexOf((byte)':');
        found = end < 0 ? line : line[..end];
        return !found.IsEmpty;
    }
}
