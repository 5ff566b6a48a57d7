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
    private readonly ConditionalWeakTable<IXunitTest, Watch> watches = [];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => watches.Add(test, new Watch());

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (watches.TryGetValue(test, out Watch? watch))
        {
            watch.Dispose();
        }
    }

    private sealed class Watch : IDisposable
    {
        private readonly MachineLock machine = new();
        private readonly LeftoverCheck check;

        public Watch()
        {
            try
            {
                check = new LeftoverCheck();
            }
            catch
            {
                // Nobody disposes of what was not made: others would wait for it.
                machine.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            using (machine)
            {
                check.Dispose();
            }
        }
    }
}
