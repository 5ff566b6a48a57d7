using System.Globalization;
using PSContainer.Errors;
using PSContainer.Launcher.Container;
using PSContainer.Oci;

namespace PSContainer.Launcher.CommandLine;

/// <summary>The options of exec that say what the process is: a document, or changes to the container's own process.</summary>
internal sealed class ExecProcessOptions
{
    private readonly CommandOption _process = CommandOption.Value("process", "FILE", "process.json; - is stdin", 'p');
    private readonly CommandOption _cwd = CommandOption.Value("cwd", "DIR", "working directory in the container");
    private readonly CommandOption _environment = CommandOption.Value("env", "NAME=VALUE", "environment variable, added", 'e');
    private readonly CommandOption _tty = CommandOption.Flag("tty", "give it a terminal", 't');
    private readonly CommandOption _user = CommandOption.Value("user", "UID[:GID]", "user and group", 'u');
    private readonly CommandOption _groups = CommandOption.Value("additional-gids", "GID", "supplementary group", 'g');
    private readonly CommandOption _label = CommandOption.Value("process-label", "LABEL", "SELinux label");
    private readonly CommandOption _apparmor = CommandOption.Value("apparmor", "PROFILE", "AppArmor profile");
    private readonly CommandOption _noNewPrivileges = CommandOption.Flag("no-new-privs", "never gain privileges");
    private readonly CommandOption _capabilities = CommandOption.Value("cap", "CAPABILITY", "capability, added", 'c');

    public CommandOption[] All =>
        [_process, _cwd, _environment, _tty, _user, _groups, _label, _apparmor, _noNewPrivileges, _capabilities];

    public ProcessSpec Create(ContainerTarget target, IEnumerable<string> command)
    {
        ProcessSpec own = (target.Folder.ReadSpec() is { } document ? RuntimeSpecReader.Read(document).Process : null) ?? new ProcessSpec();
        ProcessSpec process = _process.Text is { } file ? Read(file, own) : Derive(own, [.. command]);
        RuntimeSpecValidator.Validate(process);
        return process;
    }

    // What the document does not say is as the container has it, save for the environment (runc's rule).
    private ProcessSpec Read(string file, ProcessSpec own)
    {
        ProcessSpec process = RuntimeSpecReader.ReadProcess(HostFile.Read(file, RuntimeSpecReader.MaxBytes));
        process.Terminal |= _tty.IsSet;
        process.Capabilities ??= own.Capabilities;
        process.Rlimits ??= own.Rlimits;
        process.ApparmorProfile ??= own.ApparmorProfile;
        process.SelinuxLabel ??= own.SelinuxLabel;
        process.OomScoreAdj ??= own.OomScoreAdj;
        process.Scheduler ??= own.Scheduler;
        process.IOPriority ??= own.IOPriority;
        process.ExecCpuAffinity ??= own.ExecCpuAffinity;
        return process;
    }

    private ProcessSpec Derive(ProcessSpec process, List<string> command)
    {
        process.Args = command;
        process.Terminal = _tty.IsSet;
        process.Env = [.. process.Env ?? [], .. _environment.Values];
        process.Cwd = _cwd.Text ?? process.Cwd;
        process.SelinuxLabel = _label.Text ?? process.SelinuxLabel;
        process.ApparmorProfile = _apparmor.Text ?? process.ApparmorProfile;
        process.NoNewPrivileges |= _noNewPrivileges.IsSet;
        SetUser(process.User);
        AddCapabilities(process);
        return process;
    }

    private void SetUser(UserSpec user)
    {
        if (_groups.IsSet)
        {
            user.AdditionalGids = [.. user.AdditionalGids ?? [], .. _groups.Values.Select(text => Number(_groups, text))];
        }

        if (_user.Text is not { } text)
        {
            return;
        }

        int colon = text.IndexOf(':');
        user.Uid = Number(_user, colon < 0 ? text : text[..colon]);
        user.Gid = colon < 0 ? user.Gid : Number(_user, text[(colon + 1)..]);
    }

    private void AddCapabilities(ProcessSpec process)
    {
        if (!_capabilities.IsSet)
        {
            return;
        }

        LinuxCapabilities sets = process.Capabilities ??= new LinuxCapabilities();
        List<string> added = [.. _capabilities.Values.Select(static name => name.ToUpperInvariant())];
        sets.Bounding = [.. (sets.Bounding ?? []).Union(added)];
        sets.Effective = [.. (sets.Effective ?? []).Union(added)];
        sets.Permitted = [.. (sets.Permitted ?? []).Union(added)];
        // Only what may be inherited can be ambient (capabilities(7)).
        sets.Ambient = [.. (sets.Ambient ?? []).Union(added.Intersect(sets.Inheritable ?? []))];
    }

    private static uint Number(CommandOption option, string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            ? number
            : throw UsageException.Bad(option, "a number, or UID:GID");
}
