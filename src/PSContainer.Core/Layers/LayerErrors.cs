using System.Globalization;
using PSContainer.Errors;
using PSContainer.Json;

namespace PSContainer.Layers;

/// <summary>What can be wrong with a layer, worded in one place. A layer comes from outside: its names are shown without what a terminal would obey.</summary>
internal static class LayerErrors
{
    private const string Damaged = "The layer is damaged, or made to do damage; nothing of it is kept.";

    public static ContainerException Invalid(long offset, string problem) => new(
        "Layer.Tar.Invalid", ErrorKind.InvalidData,
        string.Create(CultureInfo.InvariantCulture, $"The layer's archive is no valid tar at byte {offset}: {problem}."), null, Damaged);

    public static ContainerException Truncated(long offset) => new(
        "Layer.Tar.Truncated", ErrorKind.InvalidData,
        string.Create(CultureInfo.InvariantCulture, $"The layer's archive ends after {offset} bytes, in the middle of an entry."), null, Damaged);

    public static ContainerException TooLarge(long maximum) => new(
        "Layer.TooLarge", ErrorKind.InvalidData,
        string.Create(CultureInfo.InvariantCulture, $"The layer is larger than the {maximum} bytes that are allowed."), null,
        "Allow more with -MaximumSize, if the image is trusted.");

    public static ContainerException TooManyEntries(long maximum) => new(
        "Layer.TooManyEntries", ErrorKind.InvalidData,
        string.Create(CultureInfo.InvariantCulture, $"The layer has more than {maximum} entries."), null, Damaged);

    public static ContainerException Entry(string word, ReadOnlySpan<byte> name, string problem) => new(
        $"Layer.Entry.{word}", ErrorKind.InvalidData, $"The layer's entry '{JsonText.Show(name)}' {problem}.", JsonText.Show(name), Damaged);

    public static ContainerException NotMapped(ReadOnlySpan<byte> name, uint user, uint group) => new(
        "Layer.Owner.NotMapped", ErrorKind.PermissionDenied,
        string.Create(CultureInfo.InvariantCulture, $"The layer's entry '{JsonText.Show(name)}' belongs to user {user} and group {group}, which have no ids in the user namespace."),
        JsonText.Show(name), "Have an administrator give you a larger range: usermod --add-subuids FIRST-LAST --add-subgids FIRST-LAST USER.");

    public static ContainerException Failed(ReadOnlySpan<byte> name, LinuxException error) => new(
        $"Layer.Write.{error.ErrorName}", ErrorKind.OperationFailed,
        $"The layer's entry '{JsonText.Show(name)}' cannot be made: {error.Message}.", JsonText.Show(name),
        error.ErrorNumber switch
        {
            Errno.ENOSPC or Errno.EDQUOT => "Free some space (Remove-ContainerImage -Unused), or move the store to a larger file system.",
            Errno.EPERM when error.Function == "mknodat" =>
                "The store is on a file system, such as an overlay, that cannot note what layers take away: set PSCONTAINER_STORE to a folder on another.",
            _ => null,
        }, error);
}
