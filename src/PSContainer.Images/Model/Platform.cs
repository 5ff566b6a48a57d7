using System.Runtime.InteropServices;

namespace PSContainer.Images;

/// <summary>An operating system and a processor, in the words of Go: <c>linux/amd64</c>, <c>linux/arm/v7</c>.</summary>
/// <param name="OperatingSystem">GOOS, such as <c>linux</c>.</param>
/// <param name="Architecture">GOARCH, such as <c>amd64</c>.</param>
/// <param name="Variant">The processor's version, such as <c>v7</c>, or null.</param>
/// <param name="OperatingSystemVersion">The system's version (Windows), or null.</param>
public sealed record Platform(string OperatingSystem, string Architecture, string? Variant = null, string? OperatingSystemVersion = null)
{
    /// <summary>The platform of this machine.</summary>
    public static Platform Current { get; } = new("linux", GoName(RuntimeInformation.OSArchitecture), VariantOf(RuntimeInformation.OSArchitecture));

    /// <summary>Reads <c>os/architecture[/variant]</c>; an architecture alone is one of linux. Other names of a processor are understood.</summary>
    /// <exception cref="Errors.ContainerException"><c>Image.Platform.Invalid</c>.</exception>
    public static Platform Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.ToLowerInvariant().Split('/');
        if (parts.Length > 3 || parts.Any(static part => part.Length == 0 || !part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
        {
            throw ImageErrors.InvalidPlatform(text);
        }

        return parts.Length == 1 ? Normal("linux", parts[0], null) : Normal(parts[0], parts[1], parts.ElementAtOrDefault(2));
    }

    /// <summary>How well an image for this platform does on a machine of another: greater is better, 0 is not at all.</summary>
    internal int Fit(Platform machine)
    {
        Platform image = Normal(OperatingSystem, Architecture, Variant);
        if (image.OperatingSystem != machine.OperatingSystem || image.Architecture != machine.Architecture)
        {
            return 0;
        }

        // A variant is a version: a processor runs what was made for those before its own. Images without one run anywhere.
        int made = VersionOf(image.Variant);
        return made == VersionOf(machine.Variant) || machine.Variant is null ? 1000 - made : made < VersionOf(machine.Variant) ? 1 + made : 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Variant is null ? $"{OperatingSystem}/{Architecture}" : $"{OperatingSystem}/{Architecture}/{Variant}";

    private static int VersionOf(string? variant) => variant is ['v', ..] && int.TryParse(variant.AsSpan(1), out int version) ? Math.Clamp(version, 0, 99) : 0;

    private static Platform Normal(string system, string architecture, string? variant) => (architecture, variant) switch
    {
        ("x86_64" or "x86-64", _) => new(system, "amd64", variant),
        ("i386" or "i686", _) => new(system, "386", variant),
        ("aarch64" or "arm64", null or "v8" or "8") => new(system, "arm64", null),
        ("armhf", _) => new(system, "arm", variant ?? "v7"),
        ("armel", _) => new(system, "arm", variant ?? "v6"),
        ("arm", null) => new(system, "arm", "v7"),
        ("amd64", "v1") => new(system, "amd64", null),
        _ => new(system, architecture, variant),
    };

    private static string GoName(Architecture architecture) => architecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        System.Runtime.InteropServices.Architecture.LoongArch64 => "loong64",
        System.Runtime.InteropServices.Architecture.Armv6 => "arm",
        _ => architecture.ToString().ToLowerInvariant(),
    };

    private static string? VariantOf(Architecture architecture) => architecture switch
    {
        System.Runtime.InteropServices.Architecture.Arm => "v7",
        System.Runtime.InteropServices.Architecture.Armv6 => "v6",
        _ => null,
    };
}
