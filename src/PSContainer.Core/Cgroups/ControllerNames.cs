using System.Text;

namespace PSContainer.Cgroups;

/// <summary>The kernel's names of controllers.</summary>
internal static class ControllerNames
{
    /// <summary>What version 2 has as controllers; the rest of <see cref="CgroupControllers"/> it does otherwise or not at all.</summary>
    public const CgroupControllers Unified = CgroupControllers.Cpu | CgroupControllers.CpuSet | CgroupControllers.Memory
        | CgroupControllers.Pids | CgroupControllers.BlockIO | CgroupControllers.HugeTlb | CgroupControllers.Rdma | CgroupControllers.Misc;

    /// <summary>What every version 2 group can do without a controller.</summary>
    public const CgroupControllers UnifiedBuiltIn =
        CgroupControllers.CpuAccounting | CgroupControllers.Devices | CgroupControllers.Freezer | CgroupControllers.PerfEvent;

    /// <summary>The controller of that name in either version; <see cref="CgroupControllers.Other"/> for any other word.</summary>
    public static CgroupControllers Parse(ReadOnlySpan<byte> name)
    {
        foreach (CgroupControllers one in Each(CgroupControllers.All & ~CgroupControllers.Other))
        {
            if (name.SequenceEqual(LegacyName(one)) || name.SequenceEqual(UnifiedName(one)))
            {
                return one;
            }
        }

        return CgroupControllers.Other;
    }

    /// <summary>Whether there is a controller of that name in version 2, be it one that no group can be without.</summary>
    public static bool IsKnown(string name) => name is "cgroup" or "irq" or "dmem"
        || (Parse(Encoding.UTF8.GetBytes(name)) is var one && one != CgroupControllers.Other && name == Encoding.ASCII.GetString(UnifiedName(one)));

    /// <summary>The controllers in a list: <c>cgroup.controllers</c> has spaces between them, <c>/proc/self/cgroup</c> commas.</summary>
    public static CgroupControllers ParseList(ReadOnlySpan<byte> list)
    {
        var found = CgroupControllers.None;
        foreach (Range word in list.SplitAny(" ,\n"u8))
        {
            if (!list[word].IsEmpty)
            {
                found |= Parse(list[word]);
            }
        }

        return found;
    }

    /// <summary>Names for messages, and for the state file: <c>cpu,cpuacct</c>.</summary>
    public static string Join(CgroupControllers controllers)
    {
        var names = new List<string>();
        foreach (CgroupControllers one in Each(controllers))
        {
            names.Add(Encoding.ASCII.GetString(LegacyName(one)));
        }

        return string.Join(',', names);
    }

    /// <summary>The single controllers of a set.</summary>
    public static Enumerator Each(CgroupControllers controllers) => new(controllers);

    public static ReadOnlySpan<byte> UnifiedName(CgroupControllers one) =>
        one == CgroupControllers.BlockIO ? "io"u8 : LegacyName(one);

    public static ReadOnlySpan<byte> LegacyName(CgroupControllers one) => one switch
    {
        CgroupControllers.Cpu => "cpu"u8,
        CgroupControllers.CpuAccounting => "cpuacct"u8,
        CgroupControllers.CpuSet => "cpuset"u8,
        CgroupControllers.Memory => "memory"u8,
        CgroupControllers.Pids => "pids"u8,
        CgroupControllers.BlockIO => "blkio"u8,
        CgroupControllers.Devices => "devices"u8,
        CgroupControllers.Freezer => "freezer"u8,
        CgroupControllers.HugeTlb => "hugetlb"u8,
        CgroupControllers.Rdma => "rdma"u8,
        CgroupControllers.NetworkClass => "net_cls"u8,
        CgroupControllers.NetworkPriority => "net_prio"u8,
        CgroupControllers.PerfEvent => "perf_event"u8,
        CgroupControllers.Misc => "misc"u8,
        _ => "other"u8,
    };

    internal struct Enumerator(CgroupControllers rest)
    {
        private CgroupControllers _rest = rest;

        public CgroupControllers Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            Current = (CgroupControllers)((int)_rest & -(int)_rest);
            _rest &= ~Current;
            return Current != CgroupControllers.None;
        }
    }
}
