namespace PSContainer.Tests.Images.Registry;

/// <summary>A request as a fake registry has read it.</summary>
internal sealed record FakeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Authorization => Headers.GetValueOrDefault("authorization");

    /// <summary>From where on content is asked for.</summary>
    public int Offset => Headers.TryGetValue("range", out string? range) && range.StartsWith("bytes=", StringComparison.Ordinal)
        ? int.Parse(range[6..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture) : 0;

    public bool IsBlob => Path.Contains("/blobs/sha", StringComparison.Ordinal);

    public bool IsManifest => Path.Contains("/manifests/", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";
}
