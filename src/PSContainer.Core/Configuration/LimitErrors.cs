using System.Globalization;
using PSContainer.Errors;

namespace PSContainer.Configuration;

/// <summary>Why a limit cannot be.</summary>
internal static class LimitErrors
{
    public static ContainerException Invalid(string limit, string parameter, object value, string problem, string remedy = "Leave it out for no limit.") => new(
        $"Limit.{limit}", ErrorKind.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"The limit {parameter} {value} {problem}."), value, remedy);
}
