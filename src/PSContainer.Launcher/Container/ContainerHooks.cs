using PSContainer.Errors;
using PSContainer.Interop;
using PSContainer.Launch.Hooks;
using PSContainer.Launcher.Process;
using PSContainer.Oci;
using PSContainer.State;
using static Tmds.Linux.LibC;

namespace PSContainer.Launcher.Container;

/// <summary>Runs the hooks of a container that run outside of it, in the launcher's namespaces and the bundle's folder.</summary>
internal sealed class ContainerHooks(RuntimeSpec spec, string bundle, IReadOnlyList<string> environment)
{
    private const ushort LogMode = 0b110_100_000; // 0640

    /// <summary>Called with the text of a failure that stops nothing: one of a poststop hook.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Runs prestart and createRuntime hooks.</summary>
    /// <exception cref="ContainerException">One failed.</exception>
    public void RunCreation(ContainerState state, int pid)
    {
        Run(HookKind.Prestart, state, ContainerStatus.Creating, pid);
        Run(HookKind.CreateRuntime, state, ContainerStatus.Creating, pid);
    }

    /// <summary>Runs poststart hooks.</summary>
    /// <exception cref="ContainerException">One failed.</exception>
    public void RunPoststart(ContainerState state, int pid) => Run(HookKind.Poststart, state, ContainerStatus.Running, pid);

    /// <summary>Runs poststop hooks, all of them whatever becomes of each (runtime.md, "Lifecycle").</summary>
    public void RunPoststop(ContainerState state)
    {
        if (spec.Hooks is null)
        {
            return;
        }

        foreach (Hook hook in Hook.Of(spec.Hooks, HookKind.Poststop, environment))
        {
            try
            {
                Run(hook, Document(state, ContainerStatus.Stopped), 0);
            }
            catch (ContainerException error)
            {
                Warn?.Invoke($"poststop hook failed with {Cause(error)}");
            }
        }
    }

    // "exit code 1 ('/bin/false')": the words that other runtimes have for it.
    private static string Cause(ContainerException error) => error.Message[(error.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..].Replace("exit status", "exit code", StringComparison.Ordinal);

    private void Run(HookKind kind, ContainerState state, ContainerStatus status, int pid)
    {
        if (spec.Hooks is null)
        {
            return;
        }

        foreach (Hook hook in Hook.Of(spec.Hooks, kind, environment))
        {
            Run(hook, Document(state, status), pid);
        }
    }

    private static HookState Document(ContainerState state, ContainerStatus status) => new(state.ToOci(status));

    // crun's annotations for where hooks write to.
    private unsafe int OpenLog(string annotation)
    {
        if (spec.Annotations?.GetValueOrDefault(annotation) is not { Length: > 0 } file)
        {
            return -1;
        }

        fixed (byte* path = new CString(file))
        {
            return LinuxException.Check(open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, LogMode), "open", file);
        }
    }

    private unsafe void Run(Hook hook, HookState state, int pid)
    {
        fixed (byte* path = new CString(bundle.Length == 0 ? "/" : bundle))
        {
            int directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
            int output = OpenLog("run.oci.hooks.stdout"), failures = OpenLog("run.oci.hooks.stderr");
            try
            {
                HookProcess.Run(hook, state.With(pid), directory, output, failures);
            }
            catch (LinuxException error)
            {
                throw LaunchErrors.Hook(hook.Title, error);
            }
            finally
            {
                close(directory);
                close(output);
                close(failures);
            }
        }
    }
}
