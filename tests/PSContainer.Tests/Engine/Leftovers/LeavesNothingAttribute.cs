using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.v3;

namespace PSContainer.Tests.Engine;

/// <summary>
/// The test fails if it left something on the machine (see <see cref="LeftoverCheck"/>). Looked at after the test's method and
/// before its class is disposed. The class has to be in <see cref="WholeMachine"/>: other tests would be seen too.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class LeavesNothingAttribute : BeforeAfterTestAttribute
{
    // One attribute instance may serve several tests.
    private readonly ConditionalWeakTable<IXunitTest, LeftoverCheck> checks = [];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => checks.Add(test, new LeftoverCheck());

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (checks.TryGetValue(test, out LeftoverCheck? check))
        {
            check.Dispose();
        }
    }
}
