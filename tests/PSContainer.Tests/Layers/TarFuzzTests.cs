using PSContainer.Errors;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Layers;

/// <summary>Damaged archives by the thousand: each is read, or refused; nothing else ever happens, and nothing takes long or much.</summary>
public sealed class TarFuzzTests
{
    [Fact]
    public void A_damaged_archive_is_read_or_refused()
    {
        var random = new Random(20261128);
        byte[] whole = new TarBuilder().Folder("d/").Pax(("path", "d/name"), ("mtime", "1.5"), ("SCHILY.xattr.user.a", "b")).File("x", "content")
            .Special('L', "a/long/name\0"u8.ToArray()).Symlink("s", "t").Pax(("GNU.sparse.size", "100"), ("GNU.sparse.map", "0,2,50,2")).File("y", "abcd")
            .Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.realsize", "9")).Add("z", '0', [.. "1\n0\n1\n"u8, .. new byte[506], 7]).ToArray();
        int read = 0, refused = 0;
        for (int i = 0; i < Fuzzing.Inputs(20_000); i++)
        {
            byte[] archive = Damage(whole, random);
            try
            {
                _ = ReadEntry.All(archive, piece: random.Next(1, 2000));
                read++;
            }
            catch (ContainerException)
            {
                refused++;
            }
        }

        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused");
    }

    // With right checksums, so that what lies behind them is met too.
    private static byte[] Damage(byte[] whole, Random random)
    {
        byte[] archive = random.Next(4) == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
        for (int changes = random.Next(1, 4); changes > 0 && archive.Length > 0; changes--)
        {
            archive[random.Next(archive.Length)] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)('0' + random.Next(10)), _ => 0xFF };
        }

        for (int block = 0; block + 512 <= archive.Length; block += 512)
        {
            if (archive.AsSpan(block + 257, 5).SequenceEqual("ustar"u8))
            {
                archive.AsSpan(block + 148, 8).Fill((byte)' ');
                int sum = archive.AsSpan(block, 512).ToArray().Sum(static value => value);
                System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0").CopyTo(archive, block + 148);
            }
        }

        return archive;
    }
}
