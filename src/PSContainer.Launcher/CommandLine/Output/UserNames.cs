using System.Globalization;
using System.Text;
using PSContainer.Errors;
using PSContainer.Launcher.Container;

namespace PSContainer.Launcher.CommandLine;

/// <summary>Names of the machine's users, as far as <c>/etc/passwd</c> has them: a static program cannot ask other databases.</summary>
internal sealed class UserNames
{
    private const int MaxBytes = 1 << 20;
    private const int FieldsBeforeId = 2;

    private readonly Dictionary<uint, string> _names = [];

    public UserNames()
    {
        foreach (string line in Read().Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length > FieldsBeforeId && uint.TryParse(fields[FieldsBeforeId], CultureInfo.InvariantCulture, out uint id))
            {
                _names.TryAdd(id, fields[0]);
            }
        }
    }

    /// <summary>The user's name, or the number.</summary>
    public string Of(uint id) => _names.TryGetValue(id, out string? name) ? name : id.ToString(CultureInfo.InvariantCulture);

    private static string Read()
    {
        try
        {
            return Encoding.UTF8.GetString(HostFile.Read("/etc/passwd", MaxBytes));
        }
        catch (ContainerException)
        {
            return "";
        }
    }
}
