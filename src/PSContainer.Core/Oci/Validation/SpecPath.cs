namespace PSContainer.Oci;

/// <summary>A JSON path that becomes text only when there is an error: <c>$.mounts[3].source</c>.</summary>
internal readonly struct SpecPath(string list, int index = -1, string property = "")
{
    public override string ToString() => index < 0 ? list : $"{list}[{index}]{property}";

    public static implicit operator SpecPath(string path) => new(path);
}
