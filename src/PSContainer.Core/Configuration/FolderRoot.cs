using Microsoft.Win32.SafeHandles;
using PSContainer.Interop;
using static PSContainer.Interop.Interop;
using static Tmds.Linux.LibC;

namespace PSContainer.Configuration;

/// <summary>A root that is a folder of the host.</summary>
internal sealed unsafe class FolderRoot(string folder) : RootView
{
    public override SafeFileHandle? Open(string path, int access = 0)
    {
        fixed (byte* rootPath = new CString(folder), name = new CString(path))
        {
            int root = open(rootPath, O_PATH | O_DIRECTORY | O_CLOEXEC);
            if (root < 0)
            {
                return null;
            }

            int file = OpenAt2(root, name, access | O_RDONLY | O_CLOEXEC | (access == 0 ? O_NONBLOCK : 0), 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
            close(root);
            return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
        }
    }
}
