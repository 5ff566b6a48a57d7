using System.Buffers.Binary;
using System.Globalization;
using PSContainer.Copying;
using Tmds.Linux;

namespace PSContainer.Launch.Layers;

/// <summary>
/// The owners that files of a copied root get, where no mount can show them as the container counts: those that its ids have outside.
/// An id without one stays as it is, and is nobody in the container.
/// </summary>
internal sealed class OwnerShift
{
    /// <summary>Files keep their owners.</summary>
    public static readonly OwnerShift None = new(CopyOwners.Same, CopyOwners.Same);

    private readonly CopyOwners _users;
    private readonly CopyOwners _groups;

    private OwnerShift(CopyOwners users, CopyOwners groups) => (_users, _groups) = (users, groups);

    /// <summary>Whether owners change at all.</summary>
    public bool IsNone => _users.AreSame && _groups.AreSame;

    /// <summary>By the maps of a process's user namespace, seen from outside.</summary>
    public static OwnerShift Of(int process)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        return new OwnerShift(CopyOwners.Read($"{folder}/uid_map"), CopyOwners.Read($"{folder}/gid_map"));
    }

    /// <summary>Whom a copy of the file belongs to.</summary>
    public (uint User, uint Group) Owner(in stat status) =>
        (_users.ToOutside(status.st_uid) ?? status.st_uid, _groups.ToOutside(status.st_gid) ?? status.st_gid);

    /// <summary>
    /// A file's capabilities (struct vfs_cap_data) as those of the container's root alone: in version 3, which names it. Outside they
    /// mean nothing then.
    /// </summary>
    public byte[] Capabilities(ReadOnlySpan<byte> value)
    {
        const int Version2Bytes = 20, Version3Bytes = 24;
        const uint VersionMask = 0xff000000, Version3 = 0x03000000;
        if (value.Length != Version2Bytes)
        {
            return value.ToArray();
        }

        var named = new byte[Version3Bytes];
        value.CopyTo(named);
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(value);
        BinaryPrimitives.WriteUInt32LittleEndian(named, (magic & ~VersionMask) | Version3);
        BinaryPrimitives.WriteUInt32LittleEndian(named.AsSpan(Version2Bytes), _users.ToOutside(0) ?? 0);
        return named;
    }
}
