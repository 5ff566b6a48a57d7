using PSContainer.Errors;
using PSContainer.Oci;

namespace PSContainer.Tests.Oci;

public class ProcessRulesTests
{
    [Theory]
    [InlineData("""{"cwd":"/","args":[]}""", "Spec.CommandMissing", "$.args")]
    [InlineData("""{"cwd":"/","args":["","x"]}""", "Spec.CommandMissing", "$.args[0]")]
    [InlineData("""{"cwd":"","args":["sh"]}""", "Spec.CwdInvalid", "$.cwd")]
    [InlineData("""{"cwd":"home/me","args":["sh"]}""", "Spec.CwdInvalid", "$.cwd")]
    [InlineData("""{"cwd":"./","args":["sh"]}""", "Spec.CwdInvalid", "$.cwd")]
    public void A_command_and_an_absolute_working_directory_are_needed(string process, string id, string path) => Refused(process, id, path);

    [Theory]
    [InlineData("PATH")]
    [InlineData("=x")]
    [InlineData("")]
    public void An_environment_entry_without_a_name_and_a_value_is_refused(string entry) =>
        Refused(With($""" "env":["A=","B=c=d","{entry}"] """), "Spec.EnvInvalid", "$.env[2]");

    [Theory]
    [InlineData(""" "user":{"uid":4294967295} """, "Spec.UserInvalid", "$.user.uid")]
    [InlineData(""" "user":{"gid":4294967295} """, "Spec.UserInvalid", "$.user.gid")]
    [InlineData(""" "user":{"additionalGids":[1,4294967295]} """, "Spec.UserInvalid", "$.user.additionalGids[1]")]
    [InlineData(""" "user":{"umask":512} """, "Spec.UmaskRange", "$.user.umask")]
    public void A_user_that_is_none_is_refused(string user, string id, string path) => Refused(With(user), id, path);

    [Fact]
    public void Not_more_groups_than_the_kernel_takes()
    {
        var process = new ProcessSpec { Args = ["sh"], User = new UserSpec { AdditionalGids = [.. Enumerable.Range(0, 65536).Select(i => (uint)i)] } };
        RuntimeSpecValidator.Validate(process);
        process.User.AdditionalGids.Add(70000);
        Assert.Equal("Spec.TooManyGroups", Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(process)).ErrorId);
    }

    [Theory]
    [InlineData("cap_chown")]
    [InlineData("CHOWN")]
    [InlineData("ALL")]
    [InlineData("")]
    public void A_capability_by_any_but_its_exact_name_is_refused(string name)
    {
        var process = new ProcessSpec { Args = ["sh"], Capabilities = new LinuxCapabilities { Ambient = ["CAP_KILL", name] } };
        ContainerException error = Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(process));
        Assert.Equal("Spec.UnknownCapability", error.ErrorId);
        Assert.StartsWith("$.capabilities.ambient[1] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_effective_capability_that_is_not_permitted_is_refused_by_name()
    {
        ContainerException error = Refused(
            With(""" "capabilities":{"permitted":["CAP_KILL"],"effective":["CAP_KILL","CAP_SYS_ADMIN"]} """),
            "Spec.CapabilityNotPermitted",
            "$.capabilities.effective");
        Assert.Contains("CAP_SYS_ADMIN", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"RLIMIT_NOFILE","soft":2,"hard":1}""", "Spec.RlimitSoftAboveHard", "$.rlimits[0].soft")]
    [InlineData(
        """{"type":"RLIMIT_CPU","soft":1,"hard":1},{"type":"RLIMIT_AS","soft":1,"hard":1},{"type":"RLIMIT_CPU","soft":2,"hard":2}""",
        "Spec.RlimitDuplicate",
        "$.rlimits[2].type")]
    public void Limits_that_contradict_are_refused(string limits, string id, string path) => Refused(With($""" "rlimits":[{limits}] """), id, path);

    [Fact]
    public void A_limit_of_no_resource_is_refused()
    {
        var process = new ProcessSpec { Args = ["sh"], Rlimits = [new PosixRlimit { Type = (RlimitType)16 }] };
        Assert.Equal("Spec.RlimitUnknown", Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(process)).ErrorId);
    }

    [Theory]
    [InlineData(""" "oomScoreAdj":-1001 """, "Spec.OomScoreRange", "$.oomScoreAdj")]
    [InlineData(""" "oomScoreAdj":1001 """, "Spec.OomScoreRange", "$.oomScoreAdj")]
    [InlineData(""" "ioPriority":{"class":"IOPRIO_CLASS_BE","priority":8} """, "Spec.IOPriorityRange", "$.ioPriority.priority")]
    [InlineData(""" "ioPriority":{"class":"IOPRIO_CLASS_BE","priority":-1} """, "Spec.IOPriorityRange", "$.ioPriority.priority")]
    [InlineData(""" "scheduler":{"policy":"SCHED_OTHER","nice":20} """, "Spec.SchedulerInvalid", "$.scheduler.nice")]
    [InlineData(""" "scheduler":{"policy":"SCHED_BATCH","nice":-21} """, "Spec.SchedulerInvalid", "$.scheduler.nice")]
    [InlineData(""" "scheduler":{"policy":"SCHED_OTHER","priority":1} """, "Spec.SchedulerInvalid", "$.scheduler.priority")]
    [InlineData(""" "scheduler":{"policy":"SCHED_FIFO"} """, "Spec.SchedulerInvalid", "$.scheduler.priority")]
    [InlineData(""" "scheduler":{"policy":"SCHED_RR","priority":100} """, "Spec.SchedulerInvalid", "$.scheduler.priority")]
    [InlineData(""" "scheduler":{"policy":"SCHED_IDLE","period":1} """, "Spec.SchedulerInvalid", "$.scheduler")]
    [InlineData(""" "scheduler":{"policy":"SCHED_DEADLINE","deadline":2048} """, "Spec.SchedulerInvalid", "$.scheduler")]
    [InlineData(""" "scheduler":{"policy":"SCHED_DEADLINE","runtime":2048} """, "Spec.SchedulerInvalid", "$.scheduler")]
    [InlineData(""" "scheduler":{"policy":"SCHED_DEADLINE","runtime":1023,"deadline":2048} """, "Spec.SchedulerInvalid", "$.scheduler")]
    [InlineData(""" "scheduler":{"policy":"SCHED_DEADLINE","runtime":2049,"deadline":2048} """, "Spec.SchedulerInvalid", "$.scheduler")]
    [InlineData(""" "scheduler":{"policy":"SCHED_DEADLINE","runtime":1024,"deadline":2048,"period":2047} """, "Spec.SchedulerInvalid", "$.scheduler")]
    [InlineData(""" "execCPUAffinity":{"initial":"0-"} """, "Spec.CpuListInvalid", "$.execCPUAffinity.initial")]
    [InlineData(""" "execCPUAffinity":{"final":"3-1"} """, "Spec.CpuListInvalid", "$.execCPUAffinity.final")]
    [InlineData(""" "execCPUAffinity":{"final":"1,,2"} """, "Spec.CpuListInvalid", "$.execCPUAffinity.final")]
    [InlineData(""" "execCPUAffinity":{"final":"all"} """, "Spec.CpuListInvalid", "$.execCPUAffinity.final")]
    [InlineData(""" "execCPUAffinity":{"final":"99999"} """, "Spec.CpuListInvalid", "$.execCPUAffinity.final")]
    public void Scheduling_out_of_bounds_is_refused(string process, string id, string path) => Refused(With(process), id, path);

    [Theory]
    [InlineData(""" "oomScoreAdj":-1000 """)]
    [InlineData(""" "ioPriority":{"class":"IOPRIO_CLASS_IDLE","priority":7} """)]
    [InlineData(""" "scheduler":{"policy":"SCHED_OTHER","nice":-20} """)]
    [InlineData(""" "scheduler":{"policy":"SCHED_RR","priority":99} """)]
    [InlineData(""" "scheduler":{"policy":"SCHED_DEADLINE","runtime":1024,"deadline":1025,"period":1026} """)]
    [InlineData(""" "execCPUAffinity":{"initial":"","final":"0-3, 7"} """)]
    [InlineData(""" "user":{"uid":4294967294,"umask":511} """)]
    [InlineData(""" "rlimits":[{"type":"RLIMIT_NOFILE","soft":1024,"hard":18446744073709551615}] """)]
    [InlineData(""" "capabilities":{"bounding":["CAP_SYS_ADMIN"],"ambient":["CAP_KILL"]} """)]
    [InlineData(""" "capabilities":{"bounding":["CAP_CHOWN","CAP_OF_A_LATER_KERNEL"]} """)]
    public void Values_at_their_bounds_pass(string process) =>
        RuntimeSpecValidator.Validate(RuntimeSpecReader.ReadProcess(SpecText.Utf8(With(process))));

    [Fact]
    public void In_a_configuration_the_path_begins_with_the_process() => Assert.StartsWith(
        "$.process.env[0] ", SpecText.ValidationFails(SpecText.WithProcess(""" "env":["A"] """)).Message, StringComparison.Ordinal);

    private static string With(string properties) => $$"""{"cwd":"/","args":["sh"],{{properties}}}""";

    private static ContainerException Refused(string json, string id, string path)
    {
        ProcessSpec process = RuntimeSpecReader.ReadProcess(SpecText.Utf8(json));
        ContainerException error = Assert.Throws<ContainerException>(() => RuntimeSpecValidator.Validate(process));
        Assert.Equal(id, error.ErrorId);
        Assert.StartsWith(path + " ", error.Message, StringComparison.Ordinal);
        return error;
    }
}
