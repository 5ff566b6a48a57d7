using System.Diagnostics;
using System.Globalization;
using System.Text;
using PSContainer.Tests.Engine;

namespace PSContainer.Tests.Sessions;

/// <summary>What a pwsh in a container may do wrong, or on purpose.</summary>
[Collection(WholeMachine.Collection)]
[LeavesNothing]
public sealed class HostileServerTests : IDisposable
{
    private const string Session = "00000000-0000-0000-0000-000000000000";

    private readonly PowerShellEngine _engine = new() { Patience = TimeSpan.FromMinutes(8) };

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("echo 'Welcome to pwsh'; sleep 1000", "Session.NotPSRP", "Welcome to pwsh")]
    [InlineData("printf 'no line end'", "Session.NotPSRP", "no line end")]
    [InlineData("printf '\\033[31mred\\n'; sleep 1000", "Session.NotPSRP", "?[31mred")]
    [InlineData("echo 'boom' >&2; exit 7", "Session.ServerEnded", "boom")]
    [InlineData("kill -9 $$; sleep 1; exit 3", "Session.ServerEnded", "before the session was open")]
    [InlineData("head -c 2000000 /dev/zero | tr '\\0' x; sleep 1000", "Session.OversizedFragment", "")]
    [InlineData("head -c 100000000 /dev/zero >&2; echo end >&2; exit 1", "Session.ServerEnded", "end")]
    [InlineData("echo \"<Data Stream='Default' PSGuid='" + Session + "'>%%%</Data>\"; sleep 1000", "Session.NotPSRP", "")]
    [InlineData("echo \"<Data Stream='Default' PSGuid='" + Session + "'>AAAA</Data>\"; sleep 1000", "Session.NotPSRP", "")]
    public void A_server_that_is_none_is_told_apart(string script, string id, string text)
    {
        using var server = new FakeServer(script);
        foreach (string call in new[] { "New-ContainerSession", "Invoke-ContainerCommand { 1 }" })
        {
            EngineResult result = _engine.Run($"{call} {server.Parameters}");
            Assert.StartsWith(id, result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains(text, result.OnlyError().ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_wrong_answer_to_the_hello_ends_it_with_an_error()
    {
        // A message of the session's type with XML that is none, in a fragment that is one.
        using var server = new FakeServer("cat /mnt/lines; sleep 1000");
        server.Write("lines", Line(Session, Encoding.UTF8.GetBytes("<Obj RefId=\"0\"><MS><Version N=\"protocolversion\">2.3")) + "\n");
        EngineResult result = _engine.Run($"New-ContainerSession {server.Parameters}");
        Assert.NotNull(result.OnlyError());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Nested_data_without_end_is_an_error_and_no_crash(int levels)
    {
        var xml = new StringBuilder("<Obj RefId=\"0\"><MS>");
        for (int i = 0; i < levels; i++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<Obj N=\"a\" RefId=\"{i + 1}\"><MS>");
        }

        using var server = new FakeServer("cat /mnt/lines; sleep 1000");
        // In fragments of the size that PowerShell has.
        server.Write("lines", string.Join('\n', Lines(Session, Encoding.UTF8.GetBytes(xml.ToString()))) + "\n");
        EngineResult result = _engine.Run($"New-ContainerSession {server.Parameters}");
        Assert.NotNull(result.OnlyError());
    }

    [Fact]
    public void What_a_script_writes_past_PowerShell_ends_the_session()
    {
        EngineResult result = _engine.Run("Invoke-ContainerCommand { [IO.File]::AppendAllText('/proc/self/fd/1', \"I am a program`n\"); [Threading.Thread]::Sleep(60000) }");
        Assert.StartsWith("Session.NotPSRP", result.OnlyError().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_without_end_is_bounded()
    {
        // Fragments of one object, none of which is the last.
        var bytes = new byte[21 + 30_000];
        bytes[7] = 1;
        bytes[16] = 1;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(17), 30_000);
        using var server = new FakeServer("yes \"$(cat /mnt/line)\"");
        server.Write("line", $"<Data Stream='Default' PSGuid='{Session}'>{Convert.ToBase64String(bytes)}</Data>");
        EngineResult result = _engine.Run($"New-ContainerSession {server.Parameters}");
        Assert.NotNull(result.OnlyError());
    }

    [Fact]
    public void One_that_does_not_end_when_it_is_closed_is_killed()
    {
        // Mounted, as a checkout in /tmp is not seen in a container.
        using var server = new FakeServer("/srv/pwsh \"$@\"; trap '' TERM; sleep 1000", AppContext.BaseDirectory);
        var clock = Stopwatch.StartNew();
        Assert.Equal(["1"], _engine.Run($"Invoke-ContainerCommand {{ 1 }} {server.Parameters}").ThrowOnErrors().Lines);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(50), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void What_comes_back_is_data()
    {
        EngineResult result = _engine.Run(
            """
            $r = Invoke-ContainerCommand {
                $o = [pscustomobject] @{ A = 1 }
                $o.PSObject.Members.Add([Management.Automation.PSScriptProperty]::new('Evil', { throw 'evaluated' }))
                $o.PSObject.TypeNames.Insert(0, 'System.Diagnostics.Process')
                $o
            } -ErrorAction SilentlyContinue
            $r.PSTypeNames[0]; $r.A; $r.PSObject.Members.Match('*', 'ScriptProperty').Count; $r.PSObject.BaseObject.GetType().Name
            """).ThrowOnErrors();
        Assert.Equal(["Deserialized.System.Diagnostics.Process", "1"], result.Lines.Take(2));
        Assert.Equal("PSCustomObject", result.Lines[3]);
    }

    [Theory]
    [InlineData("{ $s = 'x' * 100KB; foreach ($i in 1..3000) { $s } }", "3000")]
    public void However_much_comes_memory_stays_constant(string block, string count)
    {
        EngineProcessResult result = EngineProcess.Run(
            $$"""
            $most = $n = 0
            Invoke-ContainerCommand {{block}} | & { process { if ($n++ % 300 -eq 0) { $most = [Math]::Max($most, [GC]::GetTotalMemory($true)) } } end { $n; $most } }
            """, new() { }).ThrowOnErrors();
        Assert.Equal(count, result.Lines[0]);
        Assert.InRange(long.Parse(result.Lines[1], CultureInfo.InvariantCulture), 1, 128L << 20);
    }

    private static IEnumerable<string> Lines(string id, byte[] data)
    {
        const int size = 30_000;
        byte[] message = [.. Header(), .. data];
        for (int at = 0, number = 0; at < message.Length; at += size, number++)
        {
            yield return Fragment(id, message.AsSpan(at, Math.Min(size, message.Length - at)), number, number == 0, at + size >= message.Length);
        }
    }

    private static string Line(string id, byte[] data) => Fragment(id, [.. Header(), .. data], 0, isFirst: true, isLast: true);

    // To the client, SESSION_CAPABILITY (MS-PSRP 2.2.2.1), of no runspace and no pipeline.
    private static byte[] Header() => [1, 0, 0, 0, 2, 0, 1, 0, .. new byte[32]];

    private static string Fragment(string id, ReadOnlySpan<byte> data, int number, bool isFirst, bool isLast)
    {
        var bytes = new byte[21 + data.Length];
        bytes[7] = 1;
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), number);
        bytes[16] = (byte)((isFirst ? 1 : 0) | (isLast ? 2 : 0));
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(17), data.Length);
        data.CopyTo(bytes.AsSpan(21));
        return $"<Data Stream='Default' PSGuid='{id}'>{Convert.ToBase64String(bytes)}</Data>";
    }
}
