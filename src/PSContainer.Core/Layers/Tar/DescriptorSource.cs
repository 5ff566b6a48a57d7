using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Layers.Tar;

/// <summary>Reads an archive from a descriptor: a file or a pipe.</summary>
internal sealed unsafe class DescriptorSource(int descriptor) : ITarSource
{
    public int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count;
            do
            {
                count = (nint)(long)read(descriptor, start, buffer.Length);
            }
            while (count < 0 && errno == EINTR);
            return (int)LinuxException.Check(count, "read", "the layer");
        }
    }
}
