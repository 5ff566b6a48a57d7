using PSContainer.Errors;

namespace PSContainer.Tests.Engine;

public sealed class ModuleAssembliesTests
{
    [Fact]
    public void Unit_tests_run_the_files_that_ship() =>
        Assert.Equal(Path.Combine(BuildPaths.ModuleFolder, "PSContainer.Core.dll"), typeof(LinuxException).Assembly.Location);
}
