using PSContainer.Errors;
using PSContainer.Signals;

namespace PSContainer.Tests.Signals;

public sealed class SignalNameTests
{
    [Theory]
    [InlineData("SIGTERM", 15)]
    [InlineData("TERM", 15)]
    [InlineData("sigterm", 15)]
    [InlineData("15", 15)]
    [InlineData("1", 1)]
    [InlineData("64", 64)]
    [InlineData("KILL", 9)]
    [InlineData("SIGSYS", 31)]
    [InlineData("SYS", 31)]
    [InlineData("IOT", 6)]
    [InlineData("SIGPOLL", 29)]
    [InlineData("CLD", 17)]
    [InlineData("RTMIN", 34)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("rtmin+30", 64)]
    [InlineData("RTMAX", 64)]
    [InlineData("SIGRTMAX-30", 34)]
    public void A_name_or_number_is_read(string text, int number) => Assert.Equal(number, SignalName.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("SIG")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("-1")]
    [InlineData("+15")]
    [InlineData("015")]
    [InlineData("15 ")]
    [InlineData(" 15")]
    [InlineData("TERM ")]
    [InlineData("SIGSIGTERM")]
    [InlineData("SIG15")]
    [InlineData("99999999999")]
    [InlineData("RTMIN+31")]
    [InlineData("RTMIN-1")]
    [InlineData("RTMIN+")]
    [InlineData("RTMIN+03")]
    [InlineData("RTMAX+1")]
    [InlineData("RTMAX-31")]
    [InlineData("RTMAX-4294967296")]
    [InlineData("NOSUCH")]
    [InlineData("TERM\u001b[31m")]
    public void Anything_else_is_refused(string text)
    {
        ContainerException error = Assert.Throws<ContainerException>(() => SignalName.Parse(text));
        Assert.Equal("Signal.Unknown", error.ErrorId);
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
        Assert.Contains("TERM", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    [Fact]
    public void Every_number_has_a_text_that_is_read_back() =>
        Assert.All(Enumerable.Range(1, 64), static number => Assert.Equal(number, SignalName.Parse(SignalName.Of(number))));

    [Fact]
    public void Numbers_and_names_are_those_of_this_machine()
    {
        using var kill = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("bash", ["-c", "kill -l"]) { RedirectStandardOutput = true })!;
        string[] words = kill.StandardOutput.ReadToEnd().Split([' ', '\t', '\n', ')'], StringSplitOptions.RemoveEmptyEntries);
        kill.WaitForExit();
        Assert.True(words.Length > 100);
        Assert.All(words.Chunk(2), static pair => Assert.Equal(int.Parse(pair[0], provider: null), SignalName.Parse(pair[1])));
    }

    [Theory]
    [InlineData("CHLD", "Ignore")]
    [InlineData("WINCH", "Ignore")]
    [InlineData("TSTP", "Stop")]
    [InlineData("TERM", "Terminate")]
    [InlineData("RTMIN", "Terminate")]
    public void The_default_action_is_known(string name, string action) =>
        Assert.Equal(action, SignalName.DefaultAction(SignalName.Parse(name)).ToString());
}
