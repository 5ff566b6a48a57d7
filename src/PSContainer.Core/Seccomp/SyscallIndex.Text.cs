namespace PSContainer.Seccomp;

internal sealed unsafe partial class SyscallIndex
{
    private const ushort No = ushort.MaxValue;

    // ARM's private calls, numbered from 0x0f0000 (asm/unistd.h, __ARM_NR_BASE), are held from 0xF000.
    private const ushort ArmPrivate = 0xF000;
    private const int ArmPrivateBase = 0x0F0000;

    // Pointers, since this is done in every launch: spans would double its time.
    private void AddPart(int part, ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        fixed (ushort* numbers = _numbers)
        {
            byte* at = start;
            while (at < start + text.Length)
            {
                byte* name = at;
                while (*at > ' ')
                    at++;
                Add(new Name((ushort)(name - start), (byte)part, (byte)(at - name)), new ReadOnlySpan<byte>(name, (int)(at - name)));
                at = ReadNumbers(at, numbers + _last);
            }
        }
    }

    /// <summary>Reads the rest of a line: a number for each interface, or one for all.</summary>
    /// <returns>The beginning of the next line.</returns>
    private static byte* ReadNumbers(byte* at, ushort* numbers)
    {
        ushort number = No;
        for (int abi = 0; abi < SyscallAbis.Count; abi++)
        {
            if (*at == ' ')
                at = ReadNumber(at + 1, out number);
            numbers[abi * MaxCalls] = number;
        }

        return at + 1;
    }

    private static byte* ReadNumber(byte* at, out ushort number)
    {
        int value = 0;
        for (; *at >= '0'; at++)
            value = (value * 10) + (*at - '0');
        if (*at == '-')
        {
            number = No;
            return at + 1;
        }

        number = (ushort)(value < ArmPrivateBase ? value : ArmPrivate | (value - ArmPrivateBase));
        return at;
    }

    private static int Decode(ushort number) => number switch
    {
        No => -1,
        >= ArmPrivate => ArmPrivateBase + (number & 0xFFF),
        _ => number,
    };
}
