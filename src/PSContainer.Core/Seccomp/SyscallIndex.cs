using System.Text;

namespace PSContainer.Seccomp;

/// <summary>Finds names in the text of <see cref="SyscallTable"/>: a hash table with open addressing.</summary>
internal sealed partial class SyscallIndex
{
    // Half empty, so that a search seldom needs a second look.
    private const int BucketBits = 10;
    private const int MaxCalls = 640;
    private const int MinLength = 3;

    private readonly record struct Name(ushort Offset, byte Part, byte Length);

    private readonly ushort[] _buckets = new ushort[1 << BucketBits];
    private readonly Name[] _names = new Name[MaxCalls];
    private readonly ushort[] _numbers = new ushort[SyscallAbis.Count * MaxCalls];
    private int _last;

    public SyscallIndex()
    {
        for (int part = 0; part < SyscallTable.PartCount; part++)
            AddPart(part, SyscallTable.Part(part));
    }

    /// <summary>The id of a call, or 0.</summary>
    public int Find(string name)
    {
        if (name.Length < MinLength)
            return 0;
        int bucket = BucketOf(name);
        for (int id; (id = _buckets[bucket]) != 0; bucket = Next(bucket))
        {
            Name entry = _names[id];
            if (entry.Length == name.Length && Ascii.Equals(SyscallTable.Part(entry.Part).Slice(entry.Offset, entry.Length), name))
                return id;
        }

        return 0;
    }

    /// <summary>The number of a call, or -1.</summary>
    public int Number(int id, SyscallAbi abi) => Decode(_numbers[((int)abi * MaxCalls) + id]);

    private void Add(Name entry, ReadOnlySpan<byte> name)
    {
        int bucket = BucketOf(name);
        while (_buckets[bucket] != 0)
            bucket = Next(bucket);
        _names[++_last] = entry;
        _buckets[bucket] = (ushort)_last;
    }

    private static int Next(int bucket) => (bucket + 1) & ((1 << BucketBits) - 1);

    private static int BucketOf(ReadOnlySpan<byte> name)
    {
        int n = name.Length;
        return Mix(n, name[0], name[n / 4], name[n / 2], name[3 * n / 4], name[n - 2], name[n - 1]);
    }

    private static int BucketOf(string name)
    {
        int n = name.Length;
        return Mix(n, name[0], name[n / 4], name[n / 2], name[3 * n / 4], name[n - 2], name[n - 1]);
    }

    // The length and six characters tell the names apart nearly as well as all of them do.
    private static int Mix(int length, int a, int b, int c, int d, int e, int f)
    {
        uint hash = (uint)((((((((((((length * 31) + a) * 31) + b) * 31) + c) * 31) + d) * 31) + e) * 31) + f);
        return (int)((hash * 0x9E3779B1) >> (32 - BucketBits));
    }
}
