using System.Text;
using PSContainer.Errors;
using PSContainer.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Process;

/// <summary>Writes to files of the host's /proc, in one write as they demand.</summary>
internal static unsafe class ProcFile
{
    public static void Write(string path, string text)
    {
        fixed (byte* name = new CString(path), bytes = Encoding.UTF8.GetBytes(text))
        {
            int file = LinuxException.Check(open(name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW), "open", path);
            long written = (long)write(file, bytes, Encoding.UTF8.GetByteCount(text));
            var error = written < 0 ? LinuxException.FromLastError("write", path) : null;
            close(file);
            if (error is not null)
            {
                throw error;
            }
        }
    }
}
