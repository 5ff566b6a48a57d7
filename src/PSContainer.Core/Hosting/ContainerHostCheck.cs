namespace PSContainer.Hosting;

/// <summary>One thing that containers need of the machine, and whether it is there for this user.</summary>
public sealed class ContainerHostCheck
{
    private ContainerHostCheck(string name, ContainerHostStatus status, string detail, string? remedy)
    {
        Name = name;
        Status = status;
        Detail = detail;
        Remedy = remedy;
    }

    /// <summary>What was looked at: <c>PidNamespace</c>, <c>Cgroups</c> …</summary>
    public string Name { get; }

    /// <summary>Whether it is there.</summary>
    public ContainerHostStatus Status { get; }

    /// <summary>What was found.</summary>
    public string Detail { get; }

    /// <summary>How to get what is missing; null where nothing is.</summary>
    public string? Remedy { get; }

    /// <summary>The name and the status.</summary>
    public override string ToString() => $"{Name}: {Status}";

    internal static ContainerHostCheck Ok(string name, string detail) => new(name, ContainerHostStatus.Ok, detail, null);

    internal static ContainerHostCheck Limited(string name, string detail, string remedy) =>
        new(name, ContainerHostStatus.Limited, detail, remedy);

    internal static ContainerHostCheck Missing(string name, string detail, string remedy) =>
        new(name, ContainerHostStatus.Missing, detail, remedy);

    /// <summary>What one user can do without and another cannot.</summary>
    internal static ContainerHostCheck Lacking(string name, bool isNeeded, string detail, string remedy) =>
        isNeeded ? Missing(name, detail, remedy) : Limited(name, detail, remedy);
}
