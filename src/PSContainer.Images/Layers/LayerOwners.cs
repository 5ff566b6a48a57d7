using System.Globalization;
using PSContainer.Configuration;
using PSContainer.Launch;
using PSContainer.Oci;

namespace PSContainer.Images;

/// <summary>Who owns the files of unpacked layers, and how overlayfs notes are kept: what depends on the user who unpacks.</summary>
internal sealed class LayerOwners
{
    private LayerOwners(string key, string? idMap, bool userAttributes, bool oneOwner)
    {
        Key = key;
        IdMap = idMap;
        UserAttributes = userAttributes;
        OneOwner = oneOwner;
    }

    /// <summary>A name for it, fit for a folder: layers that were unpacked differently do not mix.</summary>
    public string Key { get; }

    /// <summary>The id maps of the user namespace in which layers are unpacked, as <see cref="IdMapText"/> reads them; null for none.</summary>
    public string? IdMap { get; }

    /// <summary>Whether an overlay of the layers has to be mounted with <c>userxattr</c>.</summary>
    public bool UserAttributes { get; }

    /// <summary>Whether all files belong to the user, who has no other ids.</summary>
    public bool OneOwner { get; }

    /// <summary>For the calling user.</summary>
    public static LayerOwners OfCaller() => Of(CallerFactsReader.Read(), HostFacts.Read().InInitialUserNamespace);

    /// <summary>For a user.</summary>
    /// <param name="caller">Who it is.</param>
    /// <param name="isInitial">Whether the user is not in a user namespace already.</param>
    public static LayerOwners Of(CallerFacts caller, bool isInitial)
    {
        if (caller.IsPrivileged)
            return new LayerOwners(isInitial ? "root" : "nested", null, userAttributes: !isInitial, oneOwner: false);
        return InNamespace(caller.UserId, caller.GroupId, caller.SubordinateUsers(), caller.SubordinateGroups());
    }

    /// <summary>For one who unpacks in a user namespace.</summary>
    /// <param name="user">The user that is root there.</param>
    /// <param name="group">The group that is root's there.</param>
    /// <param name="users">The users that come after root; null for none.</param>
    /// <param name="groups">The groups that come after root's; null for none.</param>
    public static LayerOwners InNamespace(uint user, uint group, LinuxIdMapping? users, LinuxIdMapping? groups) => users is null || groups is null
        ? new LayerOwners("one", $"uids={Own(user)};gids={Own(group)}", userAttributes: true, oneOwner: true)
        : new LayerOwners(
            string.Create(CultureInfo.InvariantCulture, $"users{users.HostId}.{users.Size}-groups{groups.HostId}.{groups.Size}"),
            $"uids={Own(user)}#{Range(users)};gids={Own(group)}#{Range(groups)}", userAttributes: true, oneOwner: false);

    private static string Own(uint id) => string.Create(CultureInfo.InvariantCulture, $"0-{id}-1");

    private static string Range(LinuxIdMapping map) => string.Create(CultureInfo.InvariantCulture, $"{map.ContainerId}-{map.HostId}-{map.Size}");
}
