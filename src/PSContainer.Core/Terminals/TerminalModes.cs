using System.Globalization;
using System.Text;

namespace PSContainer.Terminals;

/// <summary>
/// The modes that a program has put a terminal into, as seen in what it writes: the other screen, mouse, paste, cursor. So they can
/// be set for one who attaches later, and taken back for a program that was killed. See xterm's <c>ctlseqs</c>.
/// </summary>
internal sealed class TerminalModes
{
    /// <summary>The most that <see cref="Enter"/> and <see cref="Leave"/> write.</summary>
    public const int MostBytes = 128;

    private const byte Escape = 0x1b;
    private const int MostParameters = 32;
    private const int CursorVisible = 25;
    private const int CursorKeys = 1;

    // 47, 1047 and 1049: the other screen. 1000 to 1015: the mouse, and the window's focus. 2004: paste in brackets.
    private static readonly int[] s_modes = [CursorKeys, CursorVisible, 47, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1047, 1049, 2004];

    private readonly byte[] _parameters = new byte[MostParameters];
    private int _set = 1 << 1;
    private int _length;
    private State _state;

    private enum State
    {
        Text,
        Escape,
        Bracket,
        Private,
    }

    private static int Default => 1 << Array.IndexOf(s_modes, CursorVisible);

    /// <summary>Sees what is written.</summary>
    public void Follow(ReadOnlySpan<byte> shown)
    {
        while (!shown.IsEmpty)
        {
            if (_state == State.Text)
            {
                int next = shown.IndexOf(Escape);
                if (next < 0)
                {
                    return;
                }

                shown = shown[next..];
            }

            Take(shown[0]);
            shown = shown[1..];
        }
    }

    /// <summary>Writes what sets them in a terminal that has none.</summary>
    public int Enter(Span<byte> bytes) => Write(bytes, _set ^ Default, entering: true);

    /// <summary>Writes what takes them back. How the cursor's keys are sent is for the next program to say.</summary>
    public int Leave(Span<byte> bytes) => Write(bytes, (_set ^ Default) & ~(1 << Array.IndexOf(s_modes, CursorKeys)), entering: false);

    private static int Write(Span<byte> bytes, int modes, bool entering)
    {
        int length = 0;
        for (int i = 0; i < s_modes.Length; i++)
        {
            if ((modes & (1 << i)) != 0)
            {
                bool sets = entering != ((Default & (1 << i)) != 0);
                string sequence = string.Create(CultureInfo.InvariantCulture, $"\e[?{s_modes[i]}{(sets ? 'h' : 'l')}");
                length += Encoding.ASCII.GetBytes(sequence, bytes[length..]);
            }
        }

        return length;
    }

    private void Take(byte one)
    {
        switch (_state)
        {
            case State.Escape when one == '[':
                _state = State.Bracket;
                break;
            case State.Escape when one == 'c':
                _set = Default;
                _state = State.Text;
                break;
            case State.Bracket when one == '?':
                (_state, _length) = (State.Private, 0);
                break;
            case State.Private when one is (>= (byte)'0' and <= (byte)'9') or (byte)';' && _length < MostParameters:
                _parameters[_length++] = one;
                break;
            case State.Private when one is (byte)'h' or (byte)'l':
                Set(_parameters.AsSpan(0, _length), one == 'h');
                _state = State.Text;
                break;
            default:
                _state = one == Escape ? State.Escape : State.Text;
                break;
        }
    }

    private void Set(ReadOnlySpan<byte> parameters, bool on)
    {
        foreach (Range range in parameters.Split((byte)';'))
        {
            int index = int.TryParse(parameters[range], NumberStyles.None, CultureInfo.InvariantCulture, out int mode) ? Array.IndexOf(s_modes, mode) : -1;
            _set = index < 0 ? _set : on ? _set | (1 << index) : _set & ~(1 << index);
        }
    }
}
