namespace PSContainer.Oci;

/// <summary>An execution domain; see personality(2).</summary>
public enum PersonalityDomain
{
    /// <summary><c>LINUX</c>: the default.</summary>
    Linux,

    /// <summary><c>LINUX32</c>: uname names a 32-bit machine.</summary>
    Linux32,
}
