using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Configuration;

/// <summary>Reads id maps as Docker's and Podman's users write them: <c>INSIDE:OUTSIDE[:SIZE]</c>.</summary>
internal static class IdMapParser
{
    /// <exception cref="ContainerException"><c>IdMap.Invalid</c></exception>
    public static LinuxIdMapping Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is < 2 or > 3 || !TryNumber(parts[0], out uint inside) || !TryNumber(parts[1], out uint outside))
        {
            throw Invalid(text);
        }

        uint size = 1;
        if (parts.Length == 3 && (!TryNumber(parts[2], out size) || size == 0))
        {
            throw Invalid(text);
        }

        return new LinuxIdMapping { ContainerId = inside, HostId = outside, Size = size };
    }

    private static bool TryNumber(string text, out uint number) =>
        StrictNumber.TryParse(text, out number);

    private static ContainerException Invalid(string text) => new(
        "IdMap.Invalid", ErrorKind.InvalidArgument, $"'{text}' is no id map.", text,
        "Write INSIDE:OUTSIDE:SIZE with whole numbers, such as 0:100000:65536.");
}
