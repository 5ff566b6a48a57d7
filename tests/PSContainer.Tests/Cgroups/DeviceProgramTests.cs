using PSContainer.Cgroups;
using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Cgroups;

public sealed class DeviceProgramTests
{
    private static readonly DeviceAccess[] s_accesses = [.. Enumerable.Range(1, 7).Select(static bits => (DeviceAccess)bits)];

    [Fact]
    public void Without_rules_the_devices_of_every_container_may_be_used_and_nodes_made()
    {
        ulong[] program = DeviceProgram.Assemble(DeviceRuleList.From([]));

        Assert.True(Runs(program, DeviceKind.Character, 1, 3, DeviceAccess.All));
        Assert.True(Runs(program, DeviceKind.Character, 136, 55, DeviceAccess.Read | DeviceAccess.Write));
        Assert.True(Runs(program, DeviceKind.Block, 8, 0, DeviceAccess.Mknod));
        Assert.False(Runs(program, DeviceKind.Block, 8, 0, DeviceAccess.Read));
        Assert.False(Runs(program, DeviceKind.Block, 1, 3, DeviceAccess.Read));
        Assert.False(Runs(program, DeviceKind.Character, 1, 11, DeviceAccess.Read | DeviceAccess.Mknod));
    }

    [Fact]
    public void Everything_may_be_allowed()
    {
        ulong[] program = DeviceProgram.Assemble(DeviceRuleList.From([new() { Allow = true }]));

        Assert.All(s_accesses, access => Assert.True(Runs(program, DeviceKind.Block, 8, 1, access)));
    }

    [Fact]
    public void What_separate_rules_allow_is_allowed_together()
    {
        ulong[] program = DeviceProgram.Assemble(DeviceRuleList.From(
        [
            new() { Allow = false },
            new() { Allow = true, Type = DeviceKind.Block, Major = 8, Minor = 0, Access = DeviceAccess.Read },
            new() { Allow = true, Type = DeviceKind.Block, Major = 8, Access = DeviceAccess.Write },
        ]));

        Assert.True(Runs(program, DeviceKind.Block, 8, 0, DeviceAccess.Read | DeviceAccess.Write));
        Assert.True(Runs(program, DeviceKind.Block, 8, 1, DeviceAccess.Write));
        Assert.False(Runs(program, DeviceKind.Block, 8, 1, DeviceAccess.Read | DeviceAccess.Write));
    }

    [Fact]
    public void A_later_rule_goes_over_an_earlier_one()
    {
        ulong[] program = DeviceProgram.Assemble(DeviceRuleList.From(
        [
            new() { Allow = true, Type = DeviceKind.Character, Major = 10 },
            new() { Allow = false, Type = DeviceKind.Character, Major = 10, Minor = 229, Access = DeviceAccess.Write },
        ]));

        Assert.True(Runs(program, DeviceKind.Character, 10, 229, DeviceAccess.Read));
        Assert.False(Runs(program, DeviceKind.Character, 10, 229, DeviceAccess.Read | DeviceAccess.Write));
        Assert.True(Runs(program, DeviceKind.Character, 10, 200, DeviceAccess.Read | DeviceAccess.Write));
    }

    [Fact]
    public void Rules_before_one_about_everything_take_no_instructions()
    {
        var rules = new List<LinuxDeviceCgroup>(Enumerable.Range(0, 1000).Select(static i => new LinuxDeviceCgroup { Allow = true, Major = i }));
        rules.Add(new LinuxDeviceCgroup { Allow = false });

        Assert.Equal(DeviceProgram.Assemble(DeviceRuleList.From([])), DeviceProgram.Assemble(DeviceRuleList.From(rules)));
    }

    [Fact]
    public void Each_access_is_decided_by_the_last_rule_that_fits_whatever_the_rules()
    {
        var random = new Random(20240607);
        for (int round = 0; round < 3000; round++)
        {
            List<DeviceRule> rules = RandomRules(random);
            ulong[] program = DeviceProgram.Assemble(rules);
            foreach ((DeviceKind kind, int major, int minor, DeviceAccess access) in Requests())
            {
                bool expected = Bits(access).All(bit => Decides(rules, kind, major, minor, bit));
                Assert.True(expected == Runs(program, kind, major, minor, access), $"{kind} {major}:{minor} {access} under {string.Join("; ", rules)}");
            }
        }
    }

    [Fact]
    public void Version_1_holds_the_same_or_says_that_it_cannot()
    {
        var random = new Random(20240608);
        int held = 0;
        for (int round = 0; round < 3000; round++)
        {
            List<DeviceRule> rules = RandomRules(random);
            if (TryHold(rules) is not { } state)
            {
                continue;
            }

            held++;
            foreach ((DeviceKind kind, int major, int minor, DeviceAccess access) in Requests())
            {
                if (Bits(access).Count() == 1)
                {
                    Assert.True(
                        Decides(rules, kind, major, minor, access) == Allows(state, kind, major, minor, access),
                        $"{kind} {major}:{minor} {access} under {string.Join("; ", rules)}");
                }
            }
        }

        Assert.InRange(held, 500, 2900);
    }

    [Fact]
    public void The_kernels_list_is_read_back()
    {
        LegacyDeviceState state = LegacyDeviceState.Parse("c 1:3 rwm\nb *:* m\nc 136:* rw\n");

        Assert.False(state.AllowsByDefault);
        Assert.Equal(
            ["b *:* m", "c 136:* rw", "c 1:3 rwm"],
            state.Exceptions.Select(static pair => LegacyDevices.Format(pair.Key, pair.Value)).Order(StringComparer.Ordinal));
        Assert.True(LegacyDeviceState.Parse("a *:* rwm\n").AllowsByDefault);
        Assert.Empty(LegacyDeviceState.Parse("").Exceptions);
    }

    private static LegacyDeviceState? TryHold(List<DeviceRule> rules)
    {
        try
        {
            return LegacyDeviceState.From(rules);
        }
        catch (ContainerException e)
        {
            Assert.Equal(ErrorKind.NotSupported, e.Kind);
            return null;
        }
    }

    private static bool Allows(LegacyDeviceState state, DeviceKind kind, int major, int minor, DeviceAccess access)
    {
        bool isException = state.Exceptions.Any(pair => pair.Key.Kind == kind && pair.Key.Major is var a && (a < 0 || a == major)
            && pair.Key.Minor is var i && (i < 0 || i == minor) && pair.Value.HasFlag(access));
        return state.AllowsByDefault != isException;
    }

    private static bool Decides(List<DeviceRule> rules, DeviceKind kind, int major, int minor, DeviceAccess bit)
    {
        int last = rules.FindLastIndex(rule => (rule.Kind ?? kind) == kind && (rule.Major ?? major) == major && (rule.Minor ?? minor) == minor && rule.Access.HasFlag(bit));
        return last >= 0 && rules[last].Allow;
    }

    private static IEnumerable<DeviceAccess> Bits(DeviceAccess access) =>
        new[] { DeviceAccess.Mknod, DeviceAccess.Read, DeviceAccess.Write }.Where(bit => access.HasFlag(bit));

    private static List<DeviceRule> RandomRules(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(7)).Select(_ => new DeviceRule(
            random.Next(2) == 0, random.Next(3) switch { 0 => DeviceKind.Block, 1 => DeviceKind.Character, _ => null },
            random.Next(3) is var major and < 2 ? major : null, random.Next(3) is var minor and < 2 ? minor : null,
            random.Next(3) == 0 ? DeviceAccess.All : (DeviceAccess)random.Next(8))),
    ];

    private static IEnumerable<(DeviceKind Kind, int Major, int Minor, DeviceAccess Access)> Requests() =>
        from kind in new[] { DeviceKind.Block, DeviceKind.Character }
        from major in Enumerable.Range(0, 3)
        from minor in Enumerable.Range(0, 3)
        from access in s_accesses
        select (kind, major, minor, access);

    // What the kernel does with the few instructions that are used. A jump out of the program, or no answer, would be an exception.
    private static bool Runs(ulong[] program, DeviceKind kind, int major, int minor, DeviceAccess access)
    {
        uint[] context = [(uint)(kind == DeviceKind.Block ? 1 : 2) | ((uint)access << 16), (uint)major, (uint)minor];
        var r = new ulong[11];
        for (int pc = 0; ; pc++)
        {
            byte code = (byte)program[pc];
            int to = (int)(program[pc] >> 8) & 0xF, from = (int)(program[pc] >> 12) & 0xF;
            short offset = (short)(program[pc] >> 16);
            int value = (int)(program[pc] >> 32);
            switch (code)
            {
                case 0x61: Assert.Equal(1, from); r[to] = context[offset / 4]; break;
                case 0x54: r[to] = (uint)r[to] & (uint)value; break;
                case 0x74: r[to] = (uint)r[to] >> value; break;
                case 0xB7: r[to] = (ulong)value; break;
                case 0xBC: r[to] = (uint)r[from]; break;
                case 0x15: pc += r[to] == (ulong)value ? offset : 0; break;
                case 0x55: pc += r[to] != (ulong)value ? offset : 0; break;
                case 0x95: return r[0] == 1;
                default: throw new InvalidOperationException($"{code:x}");
            }
        }
    }
}
