using System.Management.Automation;

namespace PSContainer.Commands;

/// <summary>Refuses what the module cannot work on, at import, in words.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => Require(OperatingSystem.IsLinux());

    internal static void Require(bool isLinux)
    {
        if (!isLinux)
        {
            throw new PlatformNotSupportedException(
                "PSContainer runs containers with the Linux kernel's own means and works on Linux only. On Windows, use it inside WSL.");
        }
    }
}
