using System.Text;
using PSContainer.Terminals;

namespace PSContainer.Tests.Terminals;

public sealed class TerminalModesTests
{
    [Theory]
    [InlineData("plain text \e[31mred\e[0m \e[2J", "", "")]
    [InlineData("\e[?1049h\e[?25l", "\e[?25l\e[?1049h", "\e[?25h\e[?1049l")]
    [InlineData("\e[?1049h\e[?25l\e[?25h\e[?1049l", "", "")]
    [InlineData("\e[?1000;1006h", "\e[?1000h\e[?1006h", "\e[?1000l\e[?1006l")]
    [InlineData("\e[?2004h\ec", "", "")]
    [InlineData("\e[?1h", "\e[?1h", "")]
    [InlineData("\e[?\e[?2004h", "\e[?2004h", "\e[?2004l")]
    [InlineData("\e[?9999999999999999999999h\e[?;;h\e[?4h", "", "")]
    [InlineData("\e[?1111111111111111111111111111111111111111111111111111111111h", "", "")]
    public void What_a_program_has_set_is_known_and_can_be_taken_back(string written, string enter, string leave)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(written);
        TerminalModes whole = new(), parts = new();
        whole.Follow(bytes);
        foreach (byte one in bytes)
        {
            parts.Follow([one]);
        }

        Span<byte> room = stackalloc byte[TerminalModes.MostBytes];
        foreach (TerminalModes modes in new[] { whole, parts })
        {
            Assert.Equal(enter, Encoding.ASCII.GetString(room[..modes.Enter(room)]));
            Assert.Equal(leave, Encoding.ASCII.GetString(room[..modes.Leave(room)]));
        }
    }

    [Fact]
    public void All_of_them_at_once_have_room()
    {
        var modes = new TerminalModes();
        modes.Follow("\e[?1h\e[?25l\e[?47h\e[?1000;1002;1003;1004h\e[?1005;1006;1015h\e[?1047;1049h\e[?2004h"u8);
        Span<byte> room = stackalloc byte[TerminalModes.MostBytes];
        Assert.True(modes.Enter(room) > 0);
        Assert.True(modes.Leave(room) > 0);
    }
}
