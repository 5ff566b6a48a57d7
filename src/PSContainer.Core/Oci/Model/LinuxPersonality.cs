namespace PSContainer.Oci;

/// <summary>The execution domain; see personality(2).</summary>
public sealed class LinuxPersonality
{
    /// <summary>The domain.</summary>
    public PersonalityDomain Domain { get; set; }

    /// <summary>Flags; the specification has none yet.</summary>
    public List<string>? Flags { get; set; }
}
