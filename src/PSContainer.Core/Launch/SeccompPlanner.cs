using PSContainer.Launch.Steps;
using PSContainer.Oci;
using PSContainer.Seccomp;

namespace PSContainer.Launch;

/// <summary>Plans the filter of system calls: compiled before the clone, loaded as late as the privileges for it allow.</summary>
internal sealed class SeccompPlanner
{
    private const string LoadingCapability = "CAP_SYS_ADMIN";

    private readonly SeccompProgram? _program;
    private readonly bool _needsCapability;

    public SeccompPlanner(LinuxSeccomp? profile, ProcessSpec process)
    {
        _program = profile is null ? null : SeccompCompiler.Compile(profile, SyscallAbis.Native);
        _needsCapability = _program is not null && !process.NoNewPrivileges
            && process.Capabilities?.Effective?.Contains(LoadingCapability) != true;
    }

    /// <summary>Whether the filter has to be loaded before capabilities are given up: later nobody could.</summary>
    public bool ComesBeforeCapabilities => _needsCapability;

    /// <summary>
    /// Whether it is loaded before the process waits to be started: its listener is handed on by the launcher, which is gone then.
    /// </summary>
    public bool ComesBeforeStart => _program is { UsesListener: true };

    public void Plan(List<LaunchStep> steps)
    {
        if (_program is not null)
        {
            steps.Add(new LoadSeccompStep(_program));
        }
    }
}
