using System.Diagnostics;

namespace PSContainer.Client;

/// <summary>
/// How much is under way between a client of remoting and its server. PowerShell's remoting has no limit on either side: who
/// writes faster than the other reads would fill its memory. From any thread.
/// </summary>
internal sealed class SessionFlow
{
    // Between an answer of the server's and the client's next message, which the answer lets go.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    private volatile bool _isHeld;
    private long _unanswered;
    private long _lastAnswer;

    /// <summary>Whether nothing more is to be read from the server for now.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>Called when reading is to go on.</summary>
    public Action? Released { get; set; }

    /// <summary>Ends the server.</summary>
    public Action? Abort { get; set; }

    /// <summary>Whether the server has taken all that was to be sent.</summary>
    public bool IsIdle => Interlocked.Read(ref _unanswered) <= 0 && Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastAnswer)) >= s_pause;

    /// <summary>Reads nothing more from the server.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>Reads on.</summary>
    public void Release()
    {
        if (_isHeld)
        {
            _isHeld = false;
            Released?.Invoke();
        }
    }

    /// <summary>The client sent what the server answers.</summary>
    public void Sent() => Interlocked.Increment(ref _unanswered);

    /// <summary>The server answered.</summary>
    public void Answered()
    {
        Interlocked.Exchange(ref _lastAnswer, Stopwatch.GetTimestamp());
        Interlocked.Decrement(ref _unanswered);
    }
}
