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
    private const int PieceBytes = 2048;
    private const int FieldsBeforeHome = 5;

    private static readonly CString s_file = new("etc/passwd");

    public override string Name => "Home";

    public override string Description => $"look the home folder of user {uid} up";

    public override void Execute(LaunchContext context)
    {
        int file = context.OpenInRoot(s_file, O_RDONLY | O_NONBLOCK);
        if (file >= 0)
        {
            Search(file);
            close(file);
        }
    }

    // By pieces of a page or less: a page of the stack is a page fault of every launch.
    private void Search(int file)
    {
        byte* room = stackalloc byte[PieceBytes];
        int kept = 0, length;
        for (int total = 0; total < MaxBytes && (length = (int)(long)read(file, room + kept, PieceBytes - kept)) > 0; total += length)
        {
            var text = new ReadOnlySpan<byte>(room, kept + length);
            if (TrySet(ref text))
            {
                return;
            }

            // A line longer than that is no user's.
            kept = text.Length < PieceBytes ? text.Length : 0;
            text[..kept].CopyTo(new Span<byte>(room, PieceBytes));
        }

        if (TryHome(new ReadOnlySpan<byte>(room, kept), out ReadOnlySpan<byte> last))
        {
            home.Set(last);
        }
    }

    // Looks at whole lines, and leaves what follows the last.
    private bool TrySet(ref ReadOnlySpan<byte> text)
    {
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..])
        {
            if (TryHome(text[..end], out ReadOnlySpan<byte> found))
            {
                home.Set(found);
                return true;
            }
        }

        return false;
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
