using System.Text;

namespace PSContainer.Tests.Images;

/// <summary>Makes a tar header that was changed valid again.</summary>
internal static class TarChecksum
{
    public static void Set(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte part in header)
            sum += part;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", header.Slice(148, 8));
    }
}
