using PSContainer.Cgroups;

namespace PSContainer.Tests.Cgroups;

/// <summary>Skips a test where a controller is in neither version.</summary>
internal static class Needs
{
    public static void Memory() => Controller(CgroupControllers.Memory);

    public static void Cpu() => Controller(CgroupControllers.Cpu);

    public static void Pids() => Controller(CgroupControllers.Pids);

    public static void Controller(CgroupControllers controller)
    {
        TestGroup.SkipUnlessPossible();
        if (CgroupHost.Read().Mode == CgroupMode.Unified)
        {
            TestGroup.SkipUnlessUnified(controller);
        }
        else
        {
            TestGroup.SkipUnlessLegacy(controller);
        }
    }
}
