using PSContainer.Oci;

namespace PSContainer.Cgroups;

/// <summary>A rule about devices. Null stands for any kind, any number.</summary>
internal readonly record struct DeviceRule(bool Allow, DeviceKind? Kind, int? Major, int? Minor, DeviceAccess Access)
{
    /// <summary>Says something about every access to every device, so that no earlier rule matters.</summary>
    public bool IsTotal => Kind is null && Major is null && Minor is null && Access == DeviceAccess.All;
}
