using System.Management.Automation;
using PSContainer.Bench.Groups;

namespace PSContainer.Bench.Scenes;

/// <summary>The bundle that the module makes of a plain command: all that its containers have by default, seccomp and capabilities included.</summary>
internal static class ModuleBundle
{
    private const string Script = """
        param($Module, $Root, $Command)
        Import-Module $Module
        $container = New-Container -RootPath $Root -ErrorAction Stop -- @Command
        [IO.File]::ReadAllText("/run/pscontainer/$($container.Id)/config.json")
        $container | Remove-Container -Force
        """;

    /// <summary>Writes it to a folder.</summary>
    /// <returns>The folder.</returns>
    public static string Make(string folder, string root, params string[] command)
    {
        using PowerShell engine = HostedEngine.Open();
        engine.AddScript(Script).AddArgument(Scene.Module).AddArgument(root).AddArgument(command);
        string spec = (string)engine.Invoke().Single().BaseObject;
        Directory.CreateDirectory(folder);
        File.WriteAllText($"{folder}/config.json", spec);
        return folder;
    }
}
