using PSContainer.Errors;
using PSContainer.Oci;
using static PSContainer.Interop.Interop;

namespace PSContainer.Launch.Steps;

/// <summary>Sets the execution domain: what machine the kernel says that it is.</summary>
internal sealed class PersonalityStep(PersonalityDomain domain) : LaunchStep
{
    private const uint Linux = 0;
    private const uint Linux32 = 8;

    public override string Name => "Personality";

    public override string Description => $"take the execution domain {Words.Domains[(int)domain]}";

    public override void Execute(LaunchContext context) =>
        LinuxException.Check(SetPersonality(domain == PersonalityDomain.Linux32 ? Linux32 : Linux), "personality");
}
