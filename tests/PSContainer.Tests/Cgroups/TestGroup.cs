namespace PSContainer.Tests.Cgroups;

/// <summary>Names for the groups that tests make.</summary>
internal static class TestGroup
{
    public static string NewId() => $"test-{Guid.NewGuid():N}";
}
