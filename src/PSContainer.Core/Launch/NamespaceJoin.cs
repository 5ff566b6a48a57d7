using PSContainer.Oci;

namespace PSContainer.Launch;

/// <summary>A namespace that is there already, by its nsfs file.</summary>
/// <param name="Kind">Which kind it has to be.</param>
/// <param name="Path">Such as <c>/proc/4711/ns/net</c> or a bind mount of one.</param>
internal sealed record NamespaceJoin(NamespaceKind Kind, string Path);
