using PSContainer.Cgroups;
using PSContainer.Errors;

namespace PSContainer.Tests.Cgroups;

public sealed class DBusMessageTests
{
    // As dbus-send puts it on the wire: org.freedesktop.DBus.Hello.
    private static readonly byte[] s_hello =
    [
        .. "l\x01\0\x01\0\0\0\0\x01\0\0\0m\0\0\0"u8,
        .. "\x01\x01o\0\x15\0\0\0/org/freedesktop/DBus\0\0\0"u8,
        .. "\x02\x01s\0\x14\0\0\0org.freedesktop.DBus\0\0\0\0"u8,
        .. "\x03\x01s\0\x05\0\0\0Hello\0\0\0"u8,
        .. "\x06\x01s\0\x14\0\0\0org.freedesktop.DBus\0"u8,
    ];

    [Fact]
    public void A_call_is_written_as_the_specification_has_it()
    {
        var hello = new DBusMessage
        {
            Type = DBusMessage.Call, Serial = 1, Destination = "org.freedesktop.DBus", Path = "/org/freedesktop/DBus",
            Interface = "org.freedesktop.DBus", Member = "Hello",
        };

        Assert.Equal(Convert.ToHexString(Aligned(s_hello)), Convert.ToHexString(hello.ToBytes()));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var body = new DBusWriter();
        body.Text("a unit");
        byte[] bytes = new DBusMessage
        {
            Type = DBusMessage.Error, Serial = 7, ReplySerial = 3, ErrorName = "a.b.Unknown", Signature = "s", Body = body.Written.ToArray(),
        }.ToBytes();

        Assert.Equal(bytes.Length, DBusMessage.LengthOf(bytes.AsSpan(0, DBusMessage.FixedHeaderBytes)));
        DBusMessage read = DBusMessage.Read(bytes);
        Assert.Equal((DBusMessage.Error, 7u, 3u, "a.b.Unknown", "s"), (read.Type, read.Serial, read.ReplySerial, read.ErrorName, read.Signature));
        var error = new DBusException(read);
        Assert.Equal(("Unknown", "a unit"), (error.Name, error.Message));
    }

    [Fact]
    public void Properties_are_aligned_as_their_types_are()
    {
        var writer = new DBusWriter();
        UnitProperty.Write(writer, [UnitProperty.Text("A", "xy"), UnitProperty.Number("B", 5), UnitProperty.Boolean("C", true), new("D", "au", new uint[] { 9 })]);

        Assert.Equal(
            Convert.ToHexString(
            [
                .. "\x54\0\0\0\0\0\0\0"u8,
                .. "\x01\0\0\0A\0\x01s\0\0\0\0\x02\0\0\0xy\0\0\0\0\0\0"u8,
                .. "\x01\0\0\0B\0\x01t\0\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0"u8,
                .. "\x01\0\0\0C\0\u0001b\0\0\0\0\x01\0\0\0"u8,
                .. "\x01\0\0\0D\0\x02"u8, .. "au\0\0\0"u8, .. "\x04\0\0\0\x09\0\0\0"u8,
            ]),
            Convert.ToHexString(writer.Written));
    }

    [Theory]
    [InlineData(0, 'B')] // the other byte order, which no machine of ours has
    [InlineData(3, 2)]
    [InlineData(7, 0x7F)]
    [InlineData(15, 0x7F)]
    public void A_header_that_cannot_be_is_refused(int position, int value)
    {
        byte[] header = s_hello[..DBusMessage.FixedHeaderBytes];
        header[position] = (byte)value;

        Assert.Equal("Cgroup.Systemd.Malformed", Assert.Throws<ContainerException>(() => DBusMessage.LengthOf(header)).ErrorId);
    }

    [Fact]
    public void However_a_message_is_damaged_nothing_but_an_error_comes_of_it()
    {
        var random = new Random(1);
        byte[] whole = Aligned(s_hello);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. whole];
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                bytes[random.Next(1, bytes.Length)] = (byte)random.Next(256);
            }

            Read(bytes);
        }
    }

    private static void Read(byte[] bytes)
    {
        try
        {
            int length = DBusMessage.LengthOf(bytes);
            Array.Resize(ref bytes, length);
            _ = DBusMessage.Read(bytes);
        }
        catch (ContainerException error)
        {
            Assert.Equal("Cgroup.Systemd.Malformed", error.ErrorId);
        }
    }

    private static byte[] Aligned(byte[] bytes) => [.. bytes, .. new byte[(8 - (bytes.Length % 8)) % 8]];
}
