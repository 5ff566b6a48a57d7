using System.Text;
using System.Text.RegularExpressions;
using PSContainer.Seccomp;

namespace PSContainer.Tests.Seccomp;

public sealed partial class SyscallTableTests
{
    [Theory]
    [InlineData("read", 0, 3, 0, 63, 3)]
    [InlineData("execve", 59, 11, 520, 221, 11)]
    [InlineData("open", 2, 5, 2, -1, 5)]
    [InlineData("_llseek", -1, 140, -1, -1, 140)]
    [InlineData("cacheflush", -1, -1, -1, -1, 0xF0002)]
    [InlineData("sync_file_range2", -1, -1, -1, -1, 341)]
    [InlineData("listmount", 458, 458, 458, 458, 458)]
    [InlineData("statmount", 457, 457, 457, 457, 457)]
    [InlineData("lsm_list_modules", 461, 461, 461, 461, 461)]
    [InlineData("mseal", 462, 462, 462, 462, 462)]
    [InlineData("setxattrat", 463, 463, 463, 463, 463)]
    [InlineData("open_tree_attr", 467, 467, 467, 467, 467)]
    [InlineData("file_getattr", 468, 468, 468, 468, 468)]
    [InlineData("file_setattr", 469, 469, 469, 469, 469)]
    [InlineData("uretprobe", 335, -1, 335, -1, -1)]
    [InlineData("uprobe", 336, -1, 336, -1, -1)]
    [InlineData("riscv_hwprobe", -1, -1, -1, -1, -1)]
    public void A_call_has_the_numbers_of_the_kernel(string name, params int[] numbers)
    {
        for (SyscallAbi abi = SyscallAbi.X64; abi <= SyscallAbi.Arm; abi++)
            Assert.Equal(numbers[(int)abi], SyscallTable.Number(name, abi));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rd")]
    [InlineData("READ")]
    [InlineData("read ")]
    [InlineData("no_such_call")]
    [InlineData("reаd")]
    public void A_name_that_no_kernel_has_is_unknown(string name)
    {
        Assert.Equal(0, SyscallTable.Find(name));
        Assert.Equal(-1, SyscallTable.Number(name, SyscallAbi.X64));
    }

    [Fact]
    public void Every_line_of_the_table_is_found_by_its_name_and_only_once()
    {
        List<string> names = [.. AllNames()];
        Assert.InRange(names.Count, 500, 639);
        Assert.Equal(names.Count, names.Select(SyscallTable.Find).Distinct().Count());
        Assert.DoesNotContain(0, names.Select(SyscallTable.Find));
    }

    [Fact]
    public void No_two_calls_of_a_machine_have_one_number()
    {
        for (SyscallAbi abi = SyscallAbi.X64; abi <= SyscallAbi.Arm; abi++)
        {
            var shared = AllNames().Where(n => SyscallTable.Number(n, abi) >= 0).GroupBy(n => SyscallTable.Number(n, abi)).Where(g => g.Count() > 1);
            // ARM has two names for one of its calls.
            Assert.All(shared, g => Assert.Equal(["arm_sync_file_range", "sync_file_range2"], g.Order()));
        }
    }

    [Theory]
    [InlineData("asm/unistd_64.h", (int)SyscallAbi.X64)]
    [InlineData("asm/unistd_32.h", (int)SyscallAbi.X86)]
    [InlineData("asm/unistd_x32.h", (int)SyscallAbi.X32)]
    public void All_calls_of_the_kernels_headers_are_in_it(string header, int abi)
    {
        string path = Path.Combine("/usr/include/x86_64-linux-gnu", header);
        Assert.SkipUnless(File.Exists(path), $"The kernel's headers are not installed: {path} is missing.");
        MatchCollection calls = Definition().Matches(File.ReadAllText(path));
        Assert.NotEmpty(calls);
        Assert.All(calls, c => Assert.Equal(int.Parse(c.Groups[2].ValueSpan), SyscallTable.Number(c.Groups[1].Value, (SyscallAbi)abi)));
    }

    [Fact]
    public void It_agrees_with_libseccomp()
    {
        Assert.SkipUnless(Libseccomp.IsPresent, "libseccomp.so.2 is not installed.");
        for (SyscallAbi abi = SyscallAbi.X64; abi <= SyscallAbi.Arm; abi++)
        {
            foreach (string name in AllNames())
            {
                int number = Libseccomp.Number(name, abi);
                Assert.True(number < 0 || number == SyscallTable.Number(name, abi), $"{name} is {number} on {abi}");
            }
        }
    }

    private static IEnumerable<string> AllNames() =>
        from part in Enumerable.Range(0, SyscallTable.PartCount)
        from line in Encoding.ASCII.GetString(SyscallTable.Part(part)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        select line[..line.IndexOf(' ')];

    [GeneratedRegex(@"^#define __NR_(\w+) (?:\(__X32_SYSCALL_BIT \+ )?(\d+)", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
