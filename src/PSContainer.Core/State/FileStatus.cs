namespace PSContainer.State;

/// <summary>What the kernel says of a file: enough to know it again, and whose it is.</summary>
internal readonly record struct FileStatus(ulong Device, ulong Inode, uint Mode, uint Owner, DateTimeOffset Changed)
{
    private const uint OthersMayWrite = 0x12; // 0022

    public bool IsWritableByOthers => (Mode & OthersMayWrite) != 0;

    public bool IsSameFile(in FileStatus other) => Device == other.Device && Inode == other.Inode;
}
