namespace PSContainer.Cgroups;

/// <summary>The answer to a call that is an error.</summary>
internal sealed class DBusException(DBusMessage answer) : Exception(Text(answer))
{
    /// <summary>What it is called, without the name of who calls it so: <c>UnitExists</c>.</summary>
    public string Name { get; } = answer.ErrorName is { } name ? name[(name.LastIndexOf('.') + 1)..] : "Unknown";

    private static string Text(DBusMessage answer) =>
        answer.Signature.StartsWith('s') ? new DBusReader(answer.Body).Text().TrimEnd('.') : answer.ErrorName ?? "unknown error";
}
