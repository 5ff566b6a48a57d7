using Tmds.Linux;

namespace PSContainer.Copying;

/// <summary>The kinds of files, as <c>inode(7)</c> has them in a mode.</summary>
internal static class FileKind
{
    public const uint Folder = 0x4000;
    public const uint Regular = 0x8000;
    public const uint Link = 0xa000;

    private const uint Mask = 0xf000;

    public static uint Of(in stat status) => (uint)status.st_mode & Mask;

    /// <summary>With its article.</summary>
    public static string Describe(in stat status) => Of(status) switch
    {
        Folder => "a folder",
        Regular => "a file",
        Link => "a link",
        0x1000 => "a FIFO",
        0x2000 => "a character device",
        0x6000 => "a block device",
        0xc000 => "a socket",
        _ => "something unknown",
    };
}
