using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PSContainer.Bench.Measuring;

/// <summary>
/// One command line, ready to be launched over and over. It is started by posix_spawn, whose cost does not grow with this
/// process, from memory prepared before the clock starts: the same for every program that is compared.
/// </summary>
internal sealed unsafe class NativeCommand
{
    private const int WriteCreateTruncate = 0x241;
    private static readonly byte** s_environment = Strings([.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => $"{e.Key}={e.Value}")]);
    private readonly byte** _arguments;
    private readonly void* _actions = NativeMemory.AllocZeroed(256);

    /// <param name="arguments">Program and arguments.</param>
    /// <param name="output">File that gets what it prints; null: nothing is kept.</param>
    public NativeCommand(string[] arguments, string? output = null)
    {
        _arguments = Strings(arguments);
        Native.InitActions(_actions);
        Native.AddOpen(_actions, 0, "/dev/null", 0, 0);
        Native.AddOpen(_actions, 1, output ?? "/dev/null", WriteCreateTruncate, 0x180);
        Native.AddOpen(_actions, 2, output ?? "/dev/null", WriteCreateTruncate, 0x180);
    }

    /// <summary>Launches it and waits for its end.</summary>
    /// <returns>Milliseconds from before the start to after the end.</returns>
    public double Run()
    {
        long start = Stopwatch.GetTimestamp();
        int code = Native.Wait(Start(), out int status, 0) < 0 ? -1 : Native.ExitCode(status);
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return code == 0 ? time : throw new InvalidOperationException($"exit code {code}");
    }

    /// <summary>Starts it.</summary>
    /// <returns>Its pid, which the caller waits for.</returns>
    public int Start()
    {
        int pid;
        int error = Native.Spawn(&pid, _arguments[0], _actions, null, _arguments, s_environment);
        return error == 0 ? pid : throw new InvalidOperationException(Marshal.GetPInvokeErrorMessage(error));
    }

    /// <summary>Launches a command once and gives what it printed.</summary>
    public static (int Code, string Output) Capture(params string[] arguments)
    {
        string file = Path.GetTempFileName();
        try
        {
            _ = Native.Wait(new NativeCommand(arguments, file).Start(), out int status, 0);
            return (Native.ExitCode(status), File.ReadAllText(file).Trim());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte** Strings(string[] texts)
    {
        var list = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < texts.Length; i++)
        {
            list[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        }

        return list;
    }
}
