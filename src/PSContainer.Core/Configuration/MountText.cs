namespace PSContainer.Configuration;

/// <summary>Writes mounts as users write them.</summary>
internal static class MountText
{
    public static string Of(ContainerMount mount)
    {
        IEnumerable<string> source = mount.Type == "bind" || (mount.Source is not null && mount.Source != mount.Type) ? [$"source={mount.Source}"] : [];
        return string.Join(',', [$"type={mount.Type}", .. source, $"target={mount.Target}", .. mount.Options.Select(Option).Except(MountTypes.Options(mount.Type))]);
    }

    private static string Option(string option) => option == "rro" ? "ro" : option;
}
