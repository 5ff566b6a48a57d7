using PSContainer.Errors;
using static Tmds.Linux.LibC;

namespace PSContainer.Launch;

/// <summary>
/// A number in memory that a process shares with those it clones: the one way to tell something without a system call, which a
/// seccomp filter might forbid.
/// </summary>
internal sealed unsafe class SharedWord
{
    private const int PageSize = 4096;

    private readonly int* _word;

    private SharedWord(int* word) => _word = word;

    /// <summary>Its value; zero at first.</summary>
    public int Value
    {
        get => Volatile.Read(ref *_word);
        set => Volatile.Write(ref *_word, value);
    }

    public static SharedWord Create()
    {
        void* page = mmap(null, PageSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        return (nint)page == -1 ? throw LinuxException.FromLastError("mmap") : new SharedWord((int*)page);
    }
}
