namespace PSContainer.Oci;

/// <summary>What a runtime tells of a container: the answer of <c>state</c> and the input of hooks; see the specification's runtime.md.</summary>
public sealed class OciState
{
    /// <summary>The version of the specification that the state follows.</summary>
    public string OciVersion { get; set; } = RuntimeSpec.CurrentVersion;

    /// <summary>The container's id.</summary>
    public string Id { get; set; } = "";

    /// <summary>How far it is in its life.</summary>
    public OciStatus Status { get; set; }

    /// <summary>The container's process, as seen from outside; null where there is none.</summary>
    public int? Pid { get; set; }

    /// <summary>The absolute path of the bundle.</summary>
    public string Bundle { get; set; } = "";

    /// <summary>The annotations of its configuration.</summary>
    public Dictionary<string, string>? Annotations { get; set; }
}
