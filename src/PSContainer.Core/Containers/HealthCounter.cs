namespace PSContainer.Containers;

/// <summary>What the results of checks come to.</summary>
/// <param name="retries">How many failures in a row make it unhealthy.</param>
internal sealed class HealthCounter(int retries)
{
    private ContainerHealth _health = ContainerHealth.Starting;
    private int _failures;

    /// <summary>Adds a result.</summary>
    /// <param name="succeeded">Whether the check succeeded.</param>
    /// <param name="counts">Whether a failure counts: in the time that a start may take, it does not.</param>
    /// <returns>The health, where it has changed by that; else null.</returns>
    public ContainerHealth? Add(bool succeeded, bool counts)
    {
        _failures = succeeded ? 0 : counts || _health != ContainerHealth.Starting ? Math.Min(_failures + 1, retries) : _failures;
        ContainerHealth now = succeeded ? ContainerHealth.Healthy : _failures >= retries ? ContainerHealth.Unhealthy : _health;
        bool changed = now != _health;
        _health = now;
        return changed ? now : null;
    }
}
