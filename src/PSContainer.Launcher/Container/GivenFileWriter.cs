using System.Text;
using PSContainer.Configuration;
using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Protocol;
using PSContainer.State;

namespace PSContainer.Launcher.Container;

/// <summary>Writes the files that a container is given into its folder of the state store.</summary>
internal static class GivenFileWriter
{
    private const int MaxHostFile = 64 << 10;

    // 0644: whoever is in the container may read them.
    private const ushort Mode = 0b110_100_100;

    /// <summary>Writes them.</summary>
    /// <exception cref="ContainerException"><c>State.WriteGiven.…</c></exception>
    public static void Write(ContainerFolder folder, IReadOnlyList<GivenFile> files)
    {
        foreach (GivenFile file in files)
        {
            var name = new CString(file.Name);
            int errno = folder.Directory.TryMakeFile(name, Encoding.UTF8.GetBytes(TextOf(file)), Mode, file.Owner);
            if (errno != 0)
            {
                throw StateErrors.Failed(
                    "WriteGiven", $"Writing '{file.Name}' for container", folder.Id, new LinuxException("write", errno, folder.Directory.PathOf(name)));
            }
        }
    }

    private static string TextOf(GivenFile file)
    {
        string begin = file.HostFile is { } host ? RootFile.ReadText("/", host, MaxHostFile) : "";
        return begin.Length > 0 && file.Text.Length > 0 && begin[^1] != '\n' ? $"{begin}\n{file.Text}" : begin + file.Text;
    }
}
