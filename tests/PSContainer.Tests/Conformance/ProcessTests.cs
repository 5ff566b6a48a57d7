using static PSContainer.Tests.Conformance.ConformanceBundle;

namespace PSContainer.Tests.Conformance;

/// <summary>config.md, "Process" and "User", on the kernel.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly ConformanceBundle _bundle = new();

    public void Dispose() => _bundle.Dispose();

    [Fact]
    public void The_command_has_its_arguments_environment_and_directory()
    {
        _bundle.Process["env"] = Parse("""["PATH=/bin", "A=b c"]""");
        _bundle.Process["cwd"] = "/tmp";
        Assert.Equal("x y,z,b c,/tmp", _bundle.Run("sh", "-c", "echo \"$0,$1,$A,$PWD\"", "x y", "z").Output.Trim());
    }

    [Fact]
    public void A_terminal_is_one_and_has_the_size_that_is_asked()
    {
        _bundle.Process["terminal"] = true;
        _bundle.Process["consoleSize"] = Parse("""{"height": 33, "width": 77}""");
        Assert.Equal("33 77\n", _bundle.Run("busybox", "stty", "size").Output);
        Assert.Equal("/dev/pts/0\n", _bundle.Run("busybox", "tty").Output);
    }

    [Fact]
    public void Resource_limits_are_set()
    {
        _bundle.Process["rlimits"] = Parse("""[{"type": "RLIMIT_NOFILE", "soft": 100, "hard": 200}, {"type": "RLIMIT_CORE", "soft": 0, "hard": 0}]""");
        Assert.Equal("100 200 0", _bundle.See("echo $(ulimit -Sn) $(ulimit -Hn) $(ulimit -Hc)"));
    }

    [Fact]
    public void Each_set_of_capabilities_is_what_it_says()
    {
        _bundle.Process["capabilities"] = Parse("""
            {
              "inheritable": ["CAP_CHOWN", "CAP_SYSLOG"], "permitted": ["CAP_KILL", "CAP_CHOWN"], "effective": ["CAP_KILL"],
              "bounding": ["CAP_KILL", "CAP_CHOWN", "CAP_SYSLOG"], "ambient": ["CAP_CHOWN"]
            }
            """);
        Assert.Equal(
            "0000000400000001 0000000000000021 0000000000000021 0000000400000021 0000000000000001",
            _bundle.See("echo $(busybox grep ^Cap /proc/self/status | busybox cut -f2)"));
    }

    [Fact]
    public void What_no_kernel_here_can_grant_is_a_warning()
    {
        _bundle.Process["capabilities"] = Parse("""{"bounding": ["CAP_KILL", "CAP_OF_TOMORROW"], "permitted": ["CAP_KILL"], "ambient": ["CAP_KILL"]}""");
        string errors = _bundle.Run("true").Errors;
        Assert.Contains("ignoring unknown or unavailable capabilities: CAP_OF_TOMORROW", errors, StringComparison.Ordinal);
        Assert.Contains("can't raise ambient capability CAP_KILL: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, "0")]
    public void Privileges_can_be_gained_only_where_that_is_not_forbidden(bool forbidden, string flag)
    {
        _bundle.Process["noNewPrivileges"] = forbidden;
        Assert.Equal(flag, _bundle.See("busybox grep ^NoNewPrivs: /proc/self/status | busybox cut -f2"));
    }

    [Fact]
    public void The_memory_killers_score_is_adjusted()
    {
        _bundle.Process["oomScoreAdj"] = 321;
        Assert.Equal("321", _bundle.See("cat /proc/self/oom_score_adj"));
    }

    [Fact]
    public void It_is_scheduled_as_it_says()
    {
        _bundle.Process["scheduler"] = Parse("""{"policy": "SCHED_BATCH", "nice": 7, "flags": ["SCHED_FLAG_RESET_ON_FORK"]}""");
        // Its nice value and its policy (proc_pid_stat(5)).
        Assert.Equal("7 3", _bundle.See("busybox cut -d' ' -f19,41 /proc/1/stat"));
    }

    [Theory]
    [InlineData("""{"policy": "SCHED_FIFO", "priority": 3}""", "SCHED_FIFO", "3 1")]
    [InlineData("""{"policy": "SCHED_DEADLINE", "runtime": 10000000, "deadline": 20000000, "period": 30000000}""", "SCHED_DEADLINE", "0 6")]
    public void Real_time_is_had_or_refused_by_name(string scheduler, string policy, string priorityAndPolicy)
    {
        _bundle.Process["scheduler"] = Parse(scheduler);
        var outcome = _bundle.Run("busybox", "cut", "-d", " ", "-f", "40,41", "/proc/1/stat");
        // Version 1 of cgroups has none to give until it is given some.
        Assert.Contains(outcome.ExitCode == 0 ? priorityAndPolicy : policy, outcome.Output + outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_input_and_output_have_the_priority_that_is_asked()
    {
        _bundle.Process["ioPriority"] = Parse("""{"class": "IOPRIO_CLASS_BE", "priority": 6}""");
        Assert.Contains("best-effort: prio 6", _bundle.See("busybox ionice -p 1"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_joins_runs_on_the_processors_that_are_chosen_for_it()
    {
        Assert.SkipUnless(Environment.ProcessorCount > 1, "needs two processors");
        _bundle.Process["execCPUAffinity"] = Parse("""{"initial": "0", "final": "1"}""");
        string id = _bundle.Start("sleep", "100");
        Assert.Equal("1", _bundle.Must("exec", id, "sh", "-c", "busybox grep ^Cpus_allowed_list: /proc/self/status | busybox cut -f2"));
    }

    [Fact]
    public void A_caller_that_is_bound_to_a_processor_does_not_bind_the_container()
    {
        Assert.SkipUnless(Environment.ProcessorCount > 1 && File.Exists("/usr/bin/taskset"), "needs two processors and taskset (Debian: util-linux)");
        const string Processors = "busybox grep ^Cpus_allowed_list: /proc/self/status";
        string all = _bundle.See(Processors);
        Assert.Equal(all, Invariants.Outcome.Of(
            "taskset", "-c", "0", Engine.BuildPaths.Launcher, "--root", $"{_bundle.Folder}/run", "run", "--bundle", _bundle.Folder, "bound").Output.Trim());
    }

    [Fact]
    public void The_user_is_who_it_says_with_its_groups_and_mask()
    {
        _bundle.Process["user"] = Parse("""{"uid": 5, "gid": 6, "umask": 63, "additionalGids": [7, 8]}""");
        Assert.Equal("5 6 6 7 8 0077", _bundle.See("echo $(id -u) $(id -g) $(id -G) $(umask)"));
    }

    [Theory]
    [InlineData("apparmorProfile", "unconfined", "apparmor")]
    [InlineData("selinuxLabel", "system_u:system_r:container_t:s0", "selinux")]
    public void A_label_of_a_module_that_the_kernel_does_not_run_is_an_error(string property, string label, string module)
    {
        const string Modules = "/sys/kernel/security/lsm";
        Assert.SkipWhen(File.Exists(Modules) && File.ReadAllText(Modules).Contains(module, StringComparison.Ordinal), $"this kernel runs {module}");
        _bundle.Process[property] = label;
        Assert.Contains($"{property} '{label}' cannot be honoured", _bundle.Refusal(), StringComparison.Ordinal);
    }
}
