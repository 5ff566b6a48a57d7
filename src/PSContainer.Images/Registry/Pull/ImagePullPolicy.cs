namespace PSContainer;

/// <summary>When an image is requested from its registry.</summary>
public enum ImagePullPolicy
{
    /// <summary>Only where it is not in the store.</summary>
    Missing,

    /// <summary>Each time; what the store has of it already is not transferred again.</summary>
    Always,

    /// <summary>Never: it must be in the store.</summary>
    Never,

    /// <summary>Where the registry has another one than the store; the store's does where the registry cannot be asked.</summary>
    Newer,
}
