using System.Buffers;
using System.Text;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

public class RoundTripTests
{
    [Fact]
    public void Every_property_of_a_configuration_is_read_as_it_was_written() =>
        Survives(Models.Full<RuntimeSpec>(), RuntimeSpecWriter.Write, utf8 => RuntimeSpecReader.Read(utf8));

    [Fact]
    public void Every_property_of_a_process_is_read_as_it_was_written() =>
        Survives(Models.Full<ProcessSpec>(), RuntimeSpecWriter.Write, utf8 => RuntimeSpecReader.ReadProcess(utf8));

    [Fact]
    public void Every_property_of_resources_is_read_as_it_was_written() =>
        Survives(Models.Full<LinuxResources>(), RuntimeSpecWriter.Write, utf8 => RuntimeSpecReader.ReadResources(utf8));

    [Fact]
    public void Every_property_of_a_seccomp_profile_is_read_as_it_was_written() =>
        Survives(Models.Full<LinuxSeccomp>(), RuntimeSpecWriter.Write, utf8 => RuntimeSpecReader.ReadSeccomp(utf8));

    [Fact]
    public void Every_property_of_a_state_is_read_as_it_was_written() =>
        Survives(Models.Full<OciState>(), RuntimeSpecWriter.Write, utf8 => RuntimeSpecReader.ReadState(utf8));

    [Fact]
    public void An_empty_list_stays_empty_and_does_not_become_null() =>
        Survives(Models.Full<RuntimeSpec>(items: 0), RuntimeSpecWriter.Write, utf8 => RuntimeSpecReader.Read(utf8));

    [Fact]
    public void What_is_null_is_not_written() =>
        Assert.Equal("""{"ociVersion":"1.2.1","root":{"path":"/"}}""", SpecText.Write(new RuntimeSpec { Root = new RootSpec { Path = "/" } }));

    [Fact]
    public void Parts_in_which_nothing_is_set_survive() => Survives(
        new RuntimeSpec
        {
            Process = new ProcessSpec { Capabilities = new LinuxCapabilities(), ExecCpuAffinity = new CpuAffinity() },
            Hooks = new HooksSpec(),
            Linux = new LinuxSpec
            {
                TimeOffsets = new LinuxTimeOffsets(),
                IntelRdt = new LinuxIntelRdt(),
                Resources = new LinuxResources
                {
                    Memory = new LinuxMemory(),
                    Cpu = new LinuxCpu(),
                    Pids = new LinuxPids(),
                    BlockIO = new LinuxBlockIO(),
                    Network = new LinuxNetwork(),
                },
            },
        },
        RuntimeSpecWriter.Write,
        utf8 => RuntimeSpecReader.Read(utf8));

    [Theory]
    [InlineData(DeviceAccess.None)]
    [InlineData(DeviceAccess.Read)]
    [InlineData(DeviceAccess.Write | DeviceAccess.Mknod)]
    [InlineData(DeviceAccess.All)]
    public void Device_access_is_read_as_it_was_written(DeviceAccess access) => Survives(
        new LinuxResources { Devices = [new LinuxDeviceCgroup { Access = access }] },
        RuntimeSpecWriter.Write,
        utf8 => RuntimeSpecReader.ReadResources(utf8));

    [Theory]
    [InlineData(long.MinValue, ulong.MaxValue)]
    [InlineData(long.MaxValue, 0UL)]
    public void Numbers_survive_at_their_bounds(long quota, ulong shares) => Survives(
        new LinuxResources { Cpu = new LinuxCpu { Quota = quota, Shares = shares } },
        RuntimeSpecWriter.Write,
        utf8 => RuntimeSpecReader.ReadResources(utf8));

    [Fact]
    public void A_stream_gets_the_same_as_a_buffer()
    {
        RuntimeSpec spec = Models.Full<RuntimeSpec>();
        using var stream = new MemoryStream();
        RuntimeSpecWriter.Write(spec, stream);
        Assert.Equal(SpecText.Write(spec), Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Indented_output_is_laid_out_in_lines_and_says_the_same()
    {
        RuntimeSpec spec = Models.Full<RuntimeSpec>();
        string json = SpecText.Write(spec, indented: true);
        Assert.Contains("\n  \"process\": {\n", json, StringComparison.Ordinal);
        Assert.Null(Models.Difference(spec, SpecText.Read(json)));
    }

    private static void Survives<T>(T model, Action<T, IBufferWriter<byte>, bool> write, Func<byte[], T> read)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(model, buffer, false);
        Assert.Null(Models.Difference(model, read(buffer.WrittenSpan.ToArray())));
    }
}
